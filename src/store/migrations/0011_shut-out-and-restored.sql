ALTER TABLE "offices" ADD COLUMN "shut_out_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "offices" ADD COLUMN "shut_out_code" text;--> statement-breakpoint
ALTER TABLE "offices" ADD COLUMN "restored_from" timestamp with time zone;