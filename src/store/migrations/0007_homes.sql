CREATE TABLE "homes" (
	"office_id" uuid NOT NULL,
	"slack_id" text NOT NULL,
	"state" text NOT NULL,
	"hash" text NOT NULL,
	"made_for" text NOT NULL,
	"shown_at" timestamp with time zone NOT NULL,
	CONSTRAINT "homes_office_id_slack_id_pk" PRIMARY KEY("office_id","slack_id")
);
--> statement-breakpoint
ALTER TABLE "homes" ADD CONSTRAINT "homes_office_id_offices_id_fk" FOREIGN KEY ("office_id") REFERENCES "public"."offices"("id") ON DELETE no action ON UPDATE no action;