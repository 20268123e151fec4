CREATE TABLE "absences" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"office_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"from_date" date NOT NULL,
	"until_date" date NOT NULL,
	"deputy_id" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"cancelled_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "pending_imports" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"office_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"content" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "report_versions" (
	"report_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"member_id" uuid,
	"entries" jsonb NOT NULL,
	CONSTRAINT "report_versions_report_id_revision_pk" PRIMARY KEY("report_id","revision")
);
--> statement-breakpoint
CREATE TABLE "return_requests" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"office_id" uuid NOT NULL,
	"assignment_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"reasons" text NOT NULL,
	"suggested_unit_id" uuid,
	"head_name" text,
	"head_signed_on" date,
	"files" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"state" text NOT NULL,
	"member_id" uuid,
	"requested_on" date NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"consent_by" uuid,
	"consent_at" timestamp with time zone,
	"consent_why" text,
	"new_unit_id" uuid,
	"new_role" text,
	"desk_by" uuid,
	"desk_at" timestamp with time zone,
	"desk_why" text,
	"signed_by" uuid,
	"signed_at" timestamp with time zone,
	"closed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "snoozes" (
	"office_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"duty_key" text NOT NULL,
	"until_date" date NOT NULL,
	"times" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "snoozes_member_id_duty_key_pk" PRIMARY KEY("member_id","duty_key")
);
--> statement-breakpoint
CREATE TABLE "urges" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"office_id" uuid NOT NULL,
	"unit_id" uuid NOT NULL,
	"duty_key" text NOT NULL,
	"on_date" date NOT NULL,
	"way" text DEFAULT 'message' NOT NULL,
	"note" text,
	"member_id" uuid,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
DROP INDEX "registrations_once";--> statement-breakpoint
DROP INDEX "registrations_once_unit";--> statement-breakpoint
DROP INDEX "registrations_explained";--> statement-breakpoint
ALTER TABLE "proposals" ADD COLUMN "hard_reason" text;--> statement-breakpoint
ALTER TABLE "registrations" ADD COLUMN "details" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "registrations" ADD COLUMN "revoked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "registrations" ADD COLUMN "revoked_by" uuid;--> statement-breakpoint
ALTER TABLE "registrations" ADD COLUMN "revoked_why" text;--> statement-breakpoint
ALTER TABLE "absences" ADD CONSTRAINT "absences_office_id_offices_id_fk" FOREIGN KEY ("office_id") REFERENCES "public"."offices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "absences" ADD CONSTRAINT "absences_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "absences" ADD CONSTRAINT "absences_deputy_id_members_id_fk" FOREIGN KEY ("deputy_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pending_imports" ADD CONSTRAINT "pending_imports_office_id_offices_id_fk" FOREIGN KEY ("office_id") REFERENCES "public"."offices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pending_imports" ADD CONSTRAINT "pending_imports_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_versions" ADD CONSTRAINT "report_versions_report_id_monthly_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."monthly_reports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_versions" ADD CONSTRAINT "report_versions_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "return_requests" ADD CONSTRAINT "return_requests_office_id_offices_id_fk" FOREIGN KEY ("office_id") REFERENCES "public"."offices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "return_requests" ADD CONSTRAINT "return_requests_assignment_id_assignments_id_fk" FOREIGN KEY ("assignment_id") REFERENCES "public"."assignments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "return_requests" ADD CONSTRAINT "return_requests_suggested_unit_id_units_id_fk" FOREIGN KEY ("suggested_unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "return_requests" ADD CONSTRAINT "return_requests_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "return_requests" ADD CONSTRAINT "return_requests_consent_by_members_id_fk" FOREIGN KEY ("consent_by") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "return_requests" ADD CONSTRAINT "return_requests_new_unit_id_units_id_fk" FOREIGN KEY ("new_unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "return_requests" ADD CONSTRAINT "return_requests_desk_by_members_id_fk" FOREIGN KEY ("desk_by") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "return_requests" ADD CONSTRAINT "return_requests_signed_by_members_id_fk" FOREIGN KEY ("signed_by") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "snoozes" ADD CONSTRAINT "snoozes_office_id_offices_id_fk" FOREIGN KEY ("office_id") REFERENCES "public"."offices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "snoozes" ADD CONSTRAINT "snoozes_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "urges" ADD CONSTRAINT "urges_office_id_offices_id_fk" FOREIGN KEY ("office_id") REFERENCES "public"."offices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "urges" ADD CONSTRAINT "urges_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "urges" ADD CONSTRAINT "urges_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "absences_office" ON "absences" USING btree ("office_id");--> statement-breakpoint
CREATE INDEX "absences_member" ON "absences" USING btree ("member_id");--> statement-breakpoint
CREATE INDEX "pending_imports_office" ON "pending_imports" USING btree ("office_id");--> statement-breakpoint
CREATE UNIQUE INDEX "return_requests_live" ON "return_requests" USING btree ("assignment_id") WHERE "return_requests"."state" in ('awaiting-consent', 'open', 'submitted', 'signed');--> statement-breakpoint
CREATE INDEX "return_requests_office" ON "return_requests" USING btree ("office_id");--> statement-breakpoint
CREATE INDEX "snoozes_office" ON "snoozes" USING btree ("office_id");--> statement-breakpoint
CREATE UNIQUE INDEX "urges_once" ON "urges" USING btree ("office_id","duty_key","on_date","way");--> statement-breakpoint
CREATE INDEX "urges_unit" ON "urges" USING btree ("unit_id");--> statement-breakpoint
ALTER TABLE "registrations" ADD CONSTRAINT "registrations_revoked_by_members_id_fk" FOREIGN KEY ("revoked_by") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "registrations_once" ON "registrations" USING btree ("assignment_id","kind") WHERE "registrations"."revoked_at" is null and "registrations"."duty_key" is null and "registrations"."kind" not in ('contacted', 'reply-phased', 'sent-back');--> statement-breakpoint
CREATE UNIQUE INDEX "registrations_once_unit" ON "registrations" USING btree ("unit_id","kind") WHERE "registrations"."revoked_at" is null and "registrations"."assignment_id" is null and "registrations"."duty_key" is null and "registrations"."kind" <> 'sent-back';--> statement-breakpoint
CREATE UNIQUE INDEX "registrations_explained" ON "registrations" USING btree ("office_id","duty_key") WHERE "registrations"."revoked_at" is null and "registrations"."duty_key" is not null;