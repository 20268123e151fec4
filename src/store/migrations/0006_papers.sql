ALTER TABLE "deliveries" ADD COLUMN "paper" jsonb;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "file_id" text;