CREATE SCHEMA eb;

CREATE TABLE eb.access_log (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    action character varying NOT NULL,
    resource character varying NOT NULL,
    purpose character varying NOT NULL,
    party character varying DEFAULT eb.party() NOT NULL,
    student_id uuid,
    student_ids uuid[],
    detail jsonb,
    CONSTRAINT ck_access_log_action CHECK (((action)::text = ANY ((ARRAY['read'::character varying, 'list'::character varying, 'create'::character varying, 'change'::character varying, 'disclose'::character varying, 'search'::character varying])::text[])))
);

ALTER TABLE ONLY eb.access_log FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.access_of_set (
    tenant_id uuid NOT NULL,
    set_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    access_id uuid NOT NULL
);

ALTER TABLE ONLY eb.access_of_set FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.access_set (
    tenant_id uuid NOT NULL,
    student_id uuid NOT NULL,
    set_id uuid NOT NULL,
    access_id uuid NOT NULL
);

ALTER TABLE ONLY eb.access_set FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.addendum (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    resource character varying NOT NULL,
    record_id uuid NOT NULL,
    student_id uuid NOT NULL,
    text character varying NOT NULL
);

ALTER TABLE ONLY eb.addendum FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.agency (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    name character varying NOT NULL,
    name_key text GENERATED ALWAYS AS (eb.name_key((name)::text)) STORED NOT NULL COLLATE pg_catalog."C",
    alternate_name character varying,
    kind character varying NOT NULL,
    description character varying,
    organisation_id uuid,
    phone character varying,
    email character varying,
    website character varying,
    status character varying DEFAULT 'active'::character varying NOT NULL,
    inactive_reason character varying,
    CONSTRAINT ck_agency_ck_agency_kind CHECK (((kind)::text = ANY ((ARRAY['child_care'::character varying, 'child_welfare'::character varying, 'clinic'::character varying, 'community'::character varying, 'early_head_start'::character varying, 'hospital'::character varying, 'other'::character varying, 'public_health'::character varying, 'regional_center'::character varying, 'school_district'::character varying, 'therapy_practice'::character varying, 'vendor'::character varying])::text[]))),
    CONSTRAINT ck_agency_ck_agency_status CHECK (((status)::text = ANY ((ARRAY['active'::character varying, 'inactive'::character varying])::text[])))
);

ALTER TABLE ONLY eb.agency FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.agency_contact (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    agency_id uuid NOT NULL,
    agency_person_id uuid,
    principal_id uuid NOT NULL,
    student_id uuid,
    on_date date NOT NULL,
    channel character varying NOT NULL,
    direction character varying NOT NULL,
    topic character varying NOT NULL,
    summary character varying,
    minutes integer,
    consent_id uuid,
    exception character varying,
    disclosure_id uuid,
    follow_up_on date,
    entered_in_error boolean DEFAULT false NOT NULL,
    error_reason character varying,
    CONSTRAINT ck_agency_contact_ck_agency_contact_direction CHECK (((direction)::text = ANY ((ARRAY['in'::character varying, 'out'::character varying])::text[]))),
    CONSTRAINT ck_agency_contact_ck_agency_contact_minutes CHECK (((minutes >= 0) AND (minutes <= 1440))),
    CONSTRAINT ck_agency_contact_ck_agency_contact_one_ground CHECK ((num_nonnulls(consent_id, exception) = num_nonnulls(student_id)))
);

ALTER TABLE ONLY eb.agency_contact FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.agency_person (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    agency_id uuid NOT NULL,
    site_id uuid,
    name character varying NOT NULL,
    role character varying,
    phone character varying,
    fax character varying,
    email character varying,
    preferred_channel character varying,
    languages text[] DEFAULT '{}'::text[] NOT NULL,
    note character varying,
    status character varying DEFAULT 'active'::character varying NOT NULL,
    CONSTRAINT ck_agency_person_ck_agency_person_status CHECK (((status)::text = ANY ((ARRAY['active'::character varying, 'inactive'::character varying])::text[])))
);

ALTER TABLE ONLY eb.agency_person FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.agency_service (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    agency_id uuid NOT NULL,
    site_id uuid,
    name character varying NOT NULL,
    kind character varying NOT NULL,
    description character varying,
    min_months integer,
    max_months integer,
    areas text[] DEFAULT '{}'::text[] NOT NULL,
    languages text[] DEFAULT '{}'::text[] NOT NULL,
    capacity character varying,
    capacity_updated_on date,
    waitlist_weeks integer,
    eligibility character varying,
    how_to_apply character varying,
    cost character varying,
    status character varying DEFAULT 'active'::character varying NOT NULL,
    CONSTRAINT ck_agency_service_ck_agency_service_ages CHECK ((max_months >= min_months)),
    CONSTRAINT ck_agency_service_ck_agency_service_capacity CHECK (((capacity)::text = ANY ((ARRAY['has_capacity'::character varying, 'waitlist'::character varying, 'none'::character varying, 'needs_assessment'::character varying])::text[]))),
    CONSTRAINT ck_agency_service_ck_agency_service_status CHECK (((status)::text = ANY ((ARRAY['active'::character varying, 'inactive'::character varying, 'defunct'::character varying, 'temporarily closed'::character varying])::text[])))
);

ALTER TABLE ONLY eb.agency_service FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.agency_site (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    agency_id uuid NOT NULL,
    name character varying NOT NULL,
    address jsonb,
    phone character varying,
    phone_extension integer,
    hours jsonb DEFAULT '[]'::jsonb NOT NULL,
    hours_note character varying,
    accessibility text[] DEFAULT '{}'::text[] NOT NULL,
    status character varying DEFAULT 'active'::character varying NOT NULL,
    CONSTRAINT ck_agency_site_ck_agency_site_status CHECK (((status)::text = ANY ((ARRAY['active'::character varying, 'inactive'::character varying])::text[])))
);

ALTER TABLE ONLY eb.agency_site FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.alembic_version (
    version_num character varying(32) NOT NULL
);

CREATE TABLE eb.assessment (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    kind character varying NOT NULL,
    state character varying NOT NULL,
    planned_on date,
    consent_id uuid,
    begun_on date,
    completed_on date,
    shared_on date,
    language character varying NOT NULL,
    interpreter_used boolean DEFAULT false NOT NULL,
    examiners jsonb DEFAULT '[]'::jsonb NOT NULL,
    sources jsonb DEFAULT '[]'::jsonb NOT NULL,
    limits character varying,
    strengths character varying,
    needs character varying,
    summary character varying,
    signed_elsewhere jsonb DEFAULT '[]'::jsonb NOT NULL,
    came_from_id uuid,
    co_signers jsonb DEFAULT '[]'::jsonb NOT NULL,
    CONSTRAINT ck_assessment_ck_assessment_state CHECK (((state)::text = ANY ((ARRAY['planned'::character varying, 'consented'::character varying, 'in_progress'::character varying, 'scored'::character varying, 'report_draft'::character varying, 'report_signed'::character varying, 'shared'::character varying, 'entered_in_error'::character varying])::text[])))
);

ALTER TABLE ONLY eb.assessment FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.assignment (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    principal_id uuid NOT NULL,
    role character varying NOT NULL,
    from_on date NOT NULL,
    to_on date,
    grounds character varying,
    discipline character varying,
    assessment_id uuid,
    entered_in_error boolean DEFAULT false NOT NULL,
    CONSTRAINT ck_assignment_role CHECK (((role)::text = ANY ((ARRAY['coordinator'::character varying, 'therapist'::character varying])::text[])))
);

ALTER TABLE ONLY eb.assignment FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.case_event (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    type character varying NOT NULL,
    on_date date NOT NULL,
    data jsonb DEFAULT '{}'::jsonb NOT NULL,
    entered_in_error boolean DEFAULT false NOT NULL,
    error_reason character varying
);

ALTER TABLE ONLY eb.case_event FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.case_pause (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    reason character varying NOT NULL,
    from_on date NOT NULL,
    to_on date,
    evidence character varying NOT NULL,
    entered_in_error boolean DEFAULT false NOT NULL,
    attempts jsonb DEFAULT '[]'::jsonb NOT NULL,
    CONSTRAINT ck_case_pause_order CHECK (((to_on IS NULL) OR (to_on >= from_on)))
);

ALTER TABLE ONLY eb.case_pause FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.client_assertion (
    tenant_id uuid NOT NULL,
    principal_id uuid NOT NULL,
    jti character varying NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY eb.client_assertion FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.client_credential (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    principal_id uuid NOT NULL,
    secret_sha256 character varying,
    public_keys jsonb
);

ALTER TABLE ONLY eb.client_credential FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.clock_change (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    cause character varying NOT NULL,
    cause_event_id uuid,
    rule_ids text[] NOT NULL,
    occurrences text[] NOT NULL,
    from_statuses text[] NOT NULL,
    to_statuses text[] NOT NULL,
    from_due_on date[] NOT NULL,
    to_due_on date[] NOT NULL,
    CONSTRAINT ck_clock_change_ck_clock_change_lists CHECK (((cardinality(rule_ids) > 0) AND (cardinality(occurrences) = cardinality(rule_ids)) AND (cardinality(from_statuses) = cardinality(rule_ids)) AND (cardinality(to_statuses) = cardinality(rule_ids)) AND (cardinality(from_due_on) = cardinality(rule_ids)) AND (cardinality(to_due_on) = cardinality(rule_ids))))
);

ALTER TABLE ONLY eb.clock_change FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.consent (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    kind character varying NOT NULL,
    recipient_id uuid,
    purpose character varying NOT NULL,
    covers text[] DEFAULT '{}'::text[] NOT NULL,
    language character varying NOT NULL,
    method character varying NOT NULL,
    signed_on date NOT NULL,
    expires_on date,
    revoked_on date,
    revoked_reason character varying,
    decision character varying DEFAULT 'given'::character varying NOT NULL,
    authority character varying DEFAULT 'parent'::character varying NOT NULL,
    interpreter_used boolean DEFAULT false NOT NULL,
    recipient_name character varying,
    witness character varying,
    refused_reason character varying,
    agency_id uuid,
    scan_id uuid,
    is_expired boolean DEFAULT false NOT NULL,
    entered_in_error boolean DEFAULT false NOT NULL,
    CONSTRAINT ck_consent_decision CHECK (((decision)::text = ANY ((ARRAY['given'::character varying, 'refused'::character varying])::text[]))),
    CONSTRAINT ck_consent_kind CHECK (((kind)::text = ANY ((ARRAY['screening'::character varying, 'evaluation'::character varying, 'release'::character varying, 'insurance_use'::character varying, 'photo_video'::character varying, 'telehealth'::character varying, 'electronic_messages'::character varying])::text[])))
);

ALTER TABLE ONLY eb.consent FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.contact (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    first_name character varying NOT NULL,
    last_name character varying,
    relationship character varying NOT NULL,
    lives_with boolean,
    holds_educational_rights boolean,
    may_sign boolean,
    may_receive_information boolean,
    language character varying,
    interpreter_needed boolean DEFAULT false NOT NULL,
    phone character varying,
    phone_key text GENERATED ALWAYS AS ("right"(regexp_replace((phone)::text, '\D'::text, ''::text, 'g'::text), 10)) STORED COLLATE pg_catalog."C",
    email character varying,
    address jsonb,
    court_limits jsonb DEFAULT '[]'::jsonb NOT NULL,
    preferred_channel character varying,
    preferred_hours character varying,
    accessibility_needs character varying,
    entered_in_error boolean DEFAULT false NOT NULL
);

ALTER TABLE ONLY eb.contact FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.deadline (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    rule_id character varying NOT NULL,
    rule_version character varying NOT NULL,
    occurrence character varying NOT NULL,
    stage character varying NOT NULL,
    kind character varying NOT NULL,
    actor character varying NOT NULL,
    status character varying NOT NULL,
    due_on date,
    due_on_unadjusted date,
    due_on_rolled date,
    window_opens_on date,
    trigger_event character varying,
    trigger_event_id uuid,
    trigger_on date,
    satisfied_on date,
    tolled_from date,
    tolled_to date,
    pauses jsonb DEFAULT '[]'::jsonb NOT NULL,
    missing text[] DEFAULT '{}'::text[] NOT NULL,
    rulebook_sha256 character varying NOT NULL,
    CONSTRAINT ck_deadline_status CHECK (((status)::text = ANY ((ARRAY['waiting_for_trigger'::character varying, 'open'::character varying, 'met'::character varying, 'met_late'::character varying, 'excused'::character varying, 'waived_by_family'::character varying])::text[])))
);

ALTER TABLE ONLY eb.deadline FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.deadline_change (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    rule_id character varying NOT NULL,
    occurrence character varying NOT NULL,
    cause character varying NOT NULL,
    cause_event_id uuid,
    from_status character varying,
    to_status character varying,
    from_due_on date,
    to_due_on date
);

ALTER TABLE ONLY eb.deadline_change FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.deadline_note (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    rule_id character varying NOT NULL,
    occurrence character varying NOT NULL,
    cause character varying,
    cause_reason character varying,
    cause_evidence character varying,
    attempts jsonb DEFAULT '[]'::jsonb NOT NULL,
    dismissed_at timestamp with time zone,
    dismissed_by uuid,
    dismissed_reason character varying,
    waived_on date,
    waived_by_id uuid,
    waiver_text character varying,
    CONSTRAINT ck_deadline_note_cause CHECK (((cause)::text = ANY ((ARRAY['family'::character varying, 'consent_withheld'::character varying, 'system'::character varying, 'other_agency'::character varying])::text[])))
);

ALTER TABLE ONLY eb.deadline_note FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.delegation (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    line_id uuid,
    state character varying NOT NULL,
    title character varying NOT NULL,
    steps jsonb DEFAULT '[]'::jsonb NOT NULL,
    watch_for character varying,
    supervisor_id uuid NOT NULL,
    principal_id uuid,
    contact_id uuid,
    outside_name character varying,
    check_every_days integer NOT NULL,
    trainings jsonb DEFAULT '[]'::jsonb NOT NULL,
    checks jsonb DEFAULT '[]'::jsonb NOT NULL,
    next_check_on date,
    ended_on date,
    CONSTRAINT ck_delegation_ck_delegation_carrier CHECK ((num_nonnulls(principal_id, contact_id, outside_name) = 1)),
    CONSTRAINT ck_delegation_ck_delegation_interval CHECK (((check_every_days >= 1) AND (check_every_days <= 365))),
    CONSTRAINT ck_delegation_ck_delegation_state CHECK (((state)::text = ANY ((ARRAY['draft'::character varying, 'running'::character varying, 'paused'::character varying, 'ended'::character varying])::text[])))
);

ALTER TABLE ONLY eb.delegation FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.disclosure (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    recipient_id uuid,
    recipient_name character varying NOT NULL,
    purpose character varying NOT NULL,
    covers text[] DEFAULT '{}'::text[] NOT NULL,
    consent_id uuid,
    exception character varying,
    disclosed_on date NOT NULL,
    channel character varying NOT NULL,
    note character varying,
    agency_id uuid,
    entered_in_error boolean DEFAULT false NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    CONSTRAINT ck_disclosure_ck_disclosure_one_ground CHECK ((num_nonnulls(consent_id, exception) = 1))
);

ALTER TABLE ONLY eb.disclosure FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.district_area (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    postal_code character varying NOT NULL,
    district_id uuid NOT NULL
);

ALTER TABLE ONLY eb.district_area FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.document (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    part character varying NOT NULL,
    kind character varying NOT NULL,
    title character varying NOT NULL,
    dated_on date,
    source character varying,
    state character varying NOT NULL,
    latest_number integer NOT NULL,
    destruction_ground character varying,
    destruction_asked_by uuid,
    CONSTRAINT ck_document_ck_document_destruction_ground CHECK (((destruction_ground)::text = ANY ((ARRAY['retention_ended'::character varying, 'parent_asked'::character varying, 'wrong_child'::character varying])::text[]))),
    CONSTRAINT ck_document_ck_document_kind CHECK (((kind)::text = ANY ((ARRAY['referral'::character varying, 'evaluation_report'::character varying, 'medical_record'::character varying, 'immunisation_record'::character varying, 'signed_paper'::character varying, 'plan'::character varying, 'progress_report'::character varying, 'home_programme'::character varying, 'rights_holder_paper'::character varying, 'insurance'::character varying, 'prescription'::character varying, 'funder_letter'::character varying, 'quote'::character varying, 'correspondence'::character varying, 'photo'::character varying, 'other'::character varying])::text[]))),
    CONSTRAINT ck_document_ck_document_part CHECK (((part)::text = ANY ((ARRAY['educational'::character varying, 'medical'::character varying])::text[]))),
    CONSTRAINT ck_document_ck_document_state CHECK (((state)::text = ANY ((ARRAY['current'::character varying, 'withdrawn'::character varying, 'entered_in_error'::character varying, 'destroyed'::character varying])::text[])))
);

ALTER TABLE ONLY eb.document FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.document_version (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    document_id uuid NOT NULL,
    stored_file_id uuid NOT NULL,
    number integer NOT NULL,
    file_name character varying NOT NULL,
    note character varying
);

ALTER TABLE ONLY eb.document_version FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.eligibility_decision (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    program character varying NOT NULL,
    decided_on date NOT NULL,
    is_eligible boolean NOT NULL,
    category character varying NOT NULL,
    assessment_ids jsonb DEFAULT '[]'::jsonb NOT NULL,
    team jsonb DEFAULT '[]'::jsonb NOT NULL,
    statement character varying NOT NULL,
    question jsonb NOT NULL,
    answer jsonb NOT NULL,
    policy_id character varying NOT NULL,
    rulebook_sha256 character varying NOT NULL,
    notice_sent_on date,
    other_help character varying,
    rescreen_on date,
    entered_in_error boolean DEFAULT false NOT NULL
);

ALTER TABLE ONLY eb.eligibility_decision FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.emergency_access (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    principal_id uuid NOT NULL,
    reason character varying NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    finding character varying,
    finding_comment character varying,
    reviewed_at timestamp with time zone,
    reviewed_by uuid,
    CONSTRAINT ck_emergency_access_ck_emergency_access_finding CHECK (((finding)::text = ANY ((ARRAY['justified'::character varying, 'not_justified'::character varying])::text[])))
);

ALTER TABLE ONLY eb.emergency_access FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.enrolment (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    referral_id uuid,
    state character varying NOT NULL,
    referred_on date NOT NULL,
    exited_on date,
    exit_reason character varying,
    previous_id uuid,
    aside character varying,
    review_on date,
    contact_attempts jsonb DEFAULT '[]'::jsonb NOT NULL,
    CONSTRAINT ck_enrolment_aside CHECK (((aside)::text = ANY ((ARRAY['on_hold'::character varying, 'unreachable'::character varying])::text[]))),
    CONSTRAINT ck_enrolment_state CHECK (((state)::text = ANY ((ARRAY['referred'::character varying, 'intake'::character varying, 'evaluating'::character varying, 'eligible'::character varying, 'not_eligible'::character varying, 'plan_pending'::character varying, 'active'::character varying, 'transitioning'::character varying, 'exited'::character varying])::text[])))
);

ALTER TABLE ONLY eb.enrolment FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.equipment_funder (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    kind character varying NOT NULL,
    name character varying NOT NULL,
    rank integer NOT NULL,
    appeal_days integer,
    how_to_send character varying,
    is_active boolean DEFAULT true NOT NULL,
    CONSTRAINT ck_equipment_funder_ck_equipment_funder_appeal_days CHECK (((appeal_days >= 1) AND (appeal_days <= 366))),
    CONSTRAINT ck_equipment_funder_ck_equipment_funder_kind CHECK (((kind)::text = ANY ((ARRAY['private_insurance'::character varying, 'medicaid_epsdt'::character varying, 'ccs'::character varying, 'regional_center'::character varying, 'district'::character varying, 'charity'::character varying, 'loan'::character varying, 'family'::character varying, 'part_c'::character varying])::text[])))
);

ALTER TABLE ONLY eb.equipment_funder FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.equipment_item (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    request_id uuid NOT NULL,
    student_id uuid NOT NULL,
    part_of_id uuid,
    kind character varying NOT NULL,
    name character varying NOT NULL,
    hcpcs character varying,
    manufacturer character varying,
    model character varying,
    model_key character varying,
    serial_number character varying,
    size character varying,
    reason character varying NOT NULL,
    cheaper character varying,
    growth character varying,
    fits_part character varying,
    fits_from numeric(7,2),
    fits_until numeric(7,2),
    outgrows_on date,
    outgrows_by character varying,
    quotes jsonb DEFAULT '[]'::jsonb NOT NULL,
    funding character varying DEFAULT 'undecided'::character varying NOT NULL,
    funder_id uuid,
    amount numeric(12,2),
    currency character varying,
    owner character varying,
    is_dropped boolean DEFAULT false NOT NULL,
    recall_id uuid,
    cleared_recalls jsonb DEFAULT '[]'::jsonb NOT NULL,
    no_maker character varying,
    serial_key character varying,
    is_watched boolean DEFAULT false NOT NULL,
    CONSTRAINT ck_equipment_item_ck_equipment_item_fits_part CHECK (((fits_part)::text = ANY ((ARRAY['height'::character varying, 'weight'::character varying, 'seat_width'::character varying, 'seat_depth'::character varying, 'lower_leg'::character varying, 'trunk_height'::character varying, 'chest_width'::character varying, 'foot_length'::character varying, 'head_circumference'::character varying, 'arm_length'::character varying])::text[]))),
    CONSTRAINT ck_equipment_item_ck_equipment_item_funding CHECK (((funding)::text = ANY ((ARRAY['undecided'::character varying, 'approved'::character varying, 'denied'::character varying])::text[]))),
    CONSTRAINT ck_equipment_item_ck_equipment_item_kind CHECK (((kind)::text = ANY ((ARRAY['seating'::character varying, 'standing'::character varying, 'gait_mobility'::character varying, 'bath_toilet'::character varying, 'positioning'::character varying, 'orthotics'::character varying, 'splints'::character varying, 'feeding'::character varying, 'adapted_toys_switches'::character varying, 'communication'::character varying, 'vision'::character varying, 'hearing'::character varying])::text[]))),
    CONSTRAINT ck_equipment_item_ck_equipment_item_owner CHECK (((owner)::text = ANY ((ARRAY['family'::character varying, 'program'::character varying, 'district'::character varying, 'funder'::character varying, 'loan_closet'::character varying])::text[]))),
    CONSTRAINT ck_equipment_item_ck_equipment_item_range CHECK ((fits_until >= fits_from))
);

ALTER TABLE ONLY eb.equipment_item FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.equipment_letter (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    request_id uuid NOT NULL,
    student_id uuid NOT NULL,
    kind character varying NOT NULL,
    state character varying NOT NULL,
    language character varying NOT NULL,
    derived_from_id uuid,
    sections jsonb DEFAULT '{}'::jsonb NOT NULL,
    content character varying,
    sha256 character varying,
    signed_on date,
    signed_by uuid,
    prescription jsonb,
    answers_id uuid,
    CONSTRAINT ck_equipment_letter_ck_equipment_letter_frozen CHECK ((((state)::text = 'signed'::text) = (content IS NOT NULL))),
    CONSTRAINT ck_equipment_letter_ck_equipment_letter_kind CHECK (((kind)::text = ANY ((ARRAY['justification'::character varying, 'resubmission'::character varying, 'appeal'::character varying])::text[]))),
    CONSTRAINT ck_equipment_letter_ck_equipment_letter_state CHECK (((state)::text = ANY ((ARRAY['draft'::character varying, 'signed'::character varying])::text[])))
);

ALTER TABLE ONLY eb.equipment_letter FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.equipment_measurement (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    request_id uuid NOT NULL,
    student_id uuid NOT NULL,
    part character varying NOT NULL,
    value numeric(7,2) NOT NULL,
    taken_on date NOT NULL,
    note character varying,
    entered_in_error boolean DEFAULT false NOT NULL,
    CONSTRAINT ck_equipment_measurement_ck_equipment_measurement_part CHECK (((part)::text = ANY ((ARRAY['height'::character varying, 'weight'::character varying, 'seat_width'::character varying, 'seat_depth'::character varying, 'lower_leg'::character varying, 'trunk_height'::character varying, 'chest_width'::character varying, 'foot_length'::character varying, 'head_circumference'::character varying, 'arm_length'::character varying])::text[]))),
    CONSTRAINT ck_equipment_measurement_ck_equipment_measurement_value CHECK ((value > (0)::numeric))
);

ALTER TABLE ONLY eb.equipment_measurement FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.equipment_order (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    request_id uuid NOT NULL,
    student_id uuid NOT NULL,
    vendor_id uuid NOT NULL,
    number character varying,
    item_ids jsonb DEFAULT '[]'::jsonb NOT NULL,
    ordered_on date NOT NULL,
    promised_on date NOT NULL,
    expected_on date NOT NULL,
    amount numeric(12,2),
    currency character varying,
    slips jsonb DEFAULT '[]'::jsonb NOT NULL,
    delivered_on date,
    fitted_on date,
    fitted_by uuid,
    fit jsonb DEFAULT '[]'::jsonb NOT NULL,
    quotes jsonb DEFAULT '[]'::jsonb NOT NULL,
    why_no_quote character varying,
    CONSTRAINT ck_equipment_order_ck_equipment_order_expected CHECK ((expected_on >= ordered_on))
);

ALTER TABLE ONLY eb.equipment_order FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.equipment_photo (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    request_id uuid NOT NULL,
    student_id uuid NOT NULL,
    document_version_id uuid NOT NULL,
    trial_id uuid,
    alt character varying NOT NULL,
    caption character varying NOT NULL,
    taken_on date,
    is_in_letter boolean DEFAULT false NOT NULL,
    entered_in_error boolean DEFAULT false NOT NULL
);

ALTER TABLE ONLY eb.equipment_photo FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.equipment_policy (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    stage_days jsonb DEFAULT '{}'::jsonb NOT NULL,
    growth_review_from_months integer,
    growth_review_until_months integer,
    currency character varying
);

ALTER TABLE ONLY eb.equipment_policy FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.equipment_recall (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    manufacturer character varying NOT NULL,
    model character varying NOT NULL,
    model_key character varying NOT NULL,
    serial_numbers jsonb DEFAULT '[]'::jsonb NOT NULL,
    notice character varying NOT NULL,
    published_on date NOT NULL,
    serial_keys jsonb DEFAULT '[]'::jsonb NOT NULL,
    state character varying DEFAULT 'published'::character varying NOT NULL,
    CONSTRAINT ck_equipment_recall_state CHECK (((state)::text = ANY ((ARRAY['published'::character varying, 'withdrawn'::character varying])::text[])))
);

ALTER TABLE ONLY eb.equipment_recall FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.equipment_request (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    kind character varying NOT NULL,
    state character varying NOT NULL,
    need character varying NOT NULL,
    source character varying NOT NULL,
    identified_on date NOT NULL,
    outcome character varying,
    assessment character varying,
    visit character varying,
    diagnoses jsonb DEFAULT '[]'::jsonb NOT NULL,
    coverage jsonb DEFAULT '[]'::jsonb NOT NULL,
    family_agreed_on date,
    prescriber character varying,
    prescribed_on date,
    prescription character varying,
    funder_id uuid,
    stage_on date NOT NULL,
    alert_on date,
    next_on date,
    appeal_due_on date,
    expected_on date,
    in_use_on date,
    follow_up_on date,
    growth_review_on date,
    ended_on date,
    plan_id uuid,
    assessment_id uuid,
    visit_id uuid,
    outcome_number integer,
    carries_on_id uuid,
    family_agreed_by uuid,
    followed_up_on date,
    growth_reviewed_on date,
    CONSTRAINT ck_equipment_request_ck_equipment_request_kind CHECK (((kind)::text = ANY ((ARRAY['seating'::character varying, 'standing'::character varying, 'gait_mobility'::character varying, 'bath_toilet'::character varying, 'positioning'::character varying, 'orthotics'::character varying, 'splints'::character varying, 'feeding'::character varying, 'adapted_toys_switches'::character varying, 'communication'::character varying, 'vision'::character varying, 'hearing'::character varying])::text[]))),
    CONSTRAINT ck_equipment_request_ck_equipment_request_source CHECK (((source)::text = ANY ((ARRAY['assessment'::character varying, 'visit'::character varying, 'parent'::character varying, 'team'::character varying, 'physician'::character varying])::text[]))),
    CONSTRAINT ck_equipment_request_ck_equipment_request_state CHECK (((state)::text = ANY ((ARRAY['identified'::character varying, 'trial'::character varying, 'drafting'::character varying, 'therapist_signed'::character varying, 'prescriber_pending'::character varying, 'ready'::character varying, 'submitted'::character varying, 'info_requested'::character varying, 'approved'::character varying, 'part_approved'::character varying, 'denied'::character varying, 'appealed'::character varying, 'next_funder'::character varying, 'ordered'::character varying, 'delayed'::character varying, 'delivered'::character varying, 'fitted'::character varying, 'trained'::character varying, 'in_use'::character varying, 'repair'::character varying, 'outgrown'::character varying, 'returned'::character varying, 'retired'::character varying, 'dropped'::character varying, 'closed'::character varying])::text[]))),
    CONSTRAINT ck_equipment_request_outcome CHECK (((plan_id IS NULL) = (outcome_number IS NULL)))
);

ALTER TABLE ONLY eb.equipment_request FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.equipment_stage (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    request_id uuid NOT NULL,
    student_id uuid NOT NULL,
    kind character varying NOT NULL,
    state character varying NOT NULL,
    funder_id uuid,
    from_on date NOT NULL,
    to_on date,
    CONSTRAINT ck_equipment_stage_ck_equipment_stage_kind CHECK (((kind)::text = ANY ((ARRAY['seating'::character varying, 'standing'::character varying, 'gait_mobility'::character varying, 'bath_toilet'::character varying, 'positioning'::character varying, 'orthotics'::character varying, 'splints'::character varying, 'feeding'::character varying, 'adapted_toys_switches'::character varying, 'communication'::character varying, 'vision'::character varying, 'hearing'::character varying])::text[]))),
    CONSTRAINT ck_equipment_stage_ck_equipment_stage_order CHECK ((to_on >= from_on)),
    CONSTRAINT ck_equipment_stage_ck_equipment_stage_state CHECK (((state)::text = ANY ((ARRAY['identified'::character varying, 'trial'::character varying, 'drafting'::character varying, 'therapist_signed'::character varying, 'prescriber_pending'::character varying, 'ready'::character varying, 'submitted'::character varying, 'info_requested'::character varying, 'approved'::character varying, 'part_approved'::character varying, 'denied'::character varying, 'appealed'::character varying, 'next_funder'::character varying, 'ordered'::character varying, 'delayed'::character varying, 'delivered'::character varying, 'fitted'::character varying, 'trained'::character varying, 'in_use'::character varying, 'repair'::character varying, 'outgrown'::character varying, 'returned'::character varying, 'retired'::character varying, 'dropped'::character varying, 'closed'::character varying])::text[])))
);

ALTER TABLE ONLY eb.equipment_stage FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.equipment_submission (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    request_id uuid NOT NULL,
    student_id uuid NOT NULL,
    funder_id uuid NOT NULL,
    kind character varying NOT NULL,
    state character varying NOT NULL,
    letter_id uuid,
    sent_on date NOT NULL,
    reference character varying,
    why character varying,
    inquiries jsonb DEFAULT '[]'::jsonb NOT NULL,
    decided_on date,
    decisions jsonb DEFAULT '[]'::jsonb NOT NULL,
    reason_code character varying,
    reason character varying,
    answer_letter jsonb,
    appeal_due_on date,
    CONSTRAINT ck_equipment_submission_ck_equipment_submission_kind CHECK (((kind)::text = ANY ((ARRAY['initial'::character varying, 'resubmission'::character varying, 'appeal'::character varying])::text[]))),
    CONSTRAINT ck_equipment_submission_ck_equipment_submission_state CHECK (((state)::text = ANY ((ARRAY['passed_over'::character varying, 'open'::character varying, 'info_requested'::character varying, 'approved'::character varying, 'part_approved'::character varying, 'denied'::character varying])::text[])))
);

ALTER TABLE ONLY eb.equipment_submission FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.equipment_training (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    request_id uuid NOT NULL,
    student_id uuid NOT NULL,
    contact_id uuid,
    principal_id uuid,
    outside_name character varying,
    shown_on date NOT NULL,
    topics character varying NOT NULL,
    has_demonstrated boolean NOT NULL,
    is_relative boolean DEFAULT false NOT NULL,
    CONSTRAINT ck_equipment_training_ck_equipment_training_one_person CHECK ((num_nonnulls(contact_id, principal_id, outside_name) = 1))
);

ALTER TABLE ONLY eb.equipment_training FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.equipment_trial (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    request_id uuid NOT NULL,
    student_id uuid NOT NULL,
    item_id uuid,
    tried character varying NOT NULL,
    from_on date NOT NULL,
    to_on date,
    place character varying NOT NULL,
    present jsonb DEFAULT '[]'::jsonb NOT NULL,
    result character varying NOT NULL,
    notes character varying NOT NULL,
    entered_in_error boolean DEFAULT false NOT NULL,
    CONSTRAINT ck_equipment_trial_ck_equipment_trial_order CHECK ((to_on >= from_on)),
    CONSTRAINT ck_equipment_trial_ck_equipment_trial_result CHECK (((result)::text = ANY ((ARRAY['worked'::character varying, 'partly'::character varying, 'failed'::character varying])::text[])))
);

ALTER TABLE ONLY eb.equipment_trial FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.equipment_vendor (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    name character varying NOT NULL,
    phone character varying,
    email character varying,
    serves jsonb DEFAULT '[]'::jsonb NOT NULL,
    is_active boolean DEFAULT true NOT NULL
);

ALTER TABLE ONLY eb.equipment_vendor FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.health_entry (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    kind character varying NOT NULL,
    system character varying,
    code character varying,
    text character varying NOT NULL,
    certainty character varying,
    on_date date NOT NULL,
    until_on date,
    source character varying NOT NULL,
    entered_in_error boolean DEFAULT false NOT NULL,
    CONSTRAINT ck_health_entry_ck_health_entry_coded CHECK ((((kind)::text <> 'diagnosis'::text) OR (system IS NOT NULL))),
    CONSTRAINT ck_health_entry_ck_health_entry_kind CHECK (((kind)::text = ANY ((ARRAY['diagnosis'::character varying, 'hearing'::character varying, 'vision'::character varying, 'health'::character varying, 'medication'::character varying, 'medical_home'::character varying, 'allergy'::character varying, 'alert'::character varying, 'immunisation'::character varying])::text[]))),
    CONSTRAINT ck_health_entry_ck_health_entry_order CHECK ((until_on >= on_date))
);

ALTER TABLE ONLY eb.health_entry FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.holiday (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    on_date date NOT NULL,
    name character varying NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    is_public boolean DEFAULT false NOT NULL
);

ALTER TABLE ONLY eb.holiday FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.idempotency_key (
    tenant_id uuid NOT NULL,
    principal_id uuid NOT NULL,
    key character varying NOT NULL,
    fingerprint character varying NOT NULL,
    status integer,
    body text,
    headers jsonb,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY eb.idempotency_key FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.import_line (
    tenant_id uuid NOT NULL,
    kind character varying NOT NULL,
    ref character varying NOT NULL,
    record_id uuid NOT NULL,
    sha256 character varying NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id()
);

ALTER TABLE ONLY eb.import_line FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.incoming_transfer (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    sender_id uuid NOT NULL,
    state character varying NOT NULL,
    reason character varying NOT NULL,
    offered_on date NOT NULL,
    child_first_name character varying,
    child_last_name character varying,
    born_on date,
    referred_on date NOT NULL,
    answered_on date,
    answer_reason character varying,
    plan_taken character varying,
    student_id uuid,
    sha256 character varying NOT NULL,
    content character varying,
    duplicates_reviewed text[] DEFAULT '{}'::text[] NOT NULL,
    CONSTRAINT ck_incoming_transfer_ck_incoming_transfer_plan_taken CHECK (((plan_taken)::text = ANY ((ARRAY['adopted'::character varying, 'meeting_called'::character varying])::text[]))),
    CONSTRAINT ck_incoming_transfer_ck_incoming_transfer_state CHECK (((state)::text = ANY ((ARRAY['offered'::character varying, 'accepted'::character varying, 'declined'::character varying, 'withdrawn'::character varying])::text[])))
);

ALTER TABLE ONLY eb.incoming_transfer FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.lea_notice (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    program_id uuid NOT NULL,
    child_first_name character varying NOT NULL,
    child_last_name character varying NOT NULL,
    born_on date NOT NULL,
    parents jsonb NOT NULL,
    notified_on date NOT NULL,
    withdrawn_at timestamp with time zone
);

ALTER TABLE ONLY eb.lea_notice FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.letter (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    kind character varying NOT NULL,
    language character varying NOT NULL,
    language_wanted character varying,
    contact_id uuid,
    organisation_id uuid,
    made_on date NOT NULL,
    title character varying NOT NULL,
    content jsonb NOT NULL,
    sha256 character varying NOT NULL,
    pdf bytea NOT NULL,
    is_accessible boolean NOT NULL,
    problems text[] DEFAULT '{}'::text[] NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    CONSTRAINT ck_letter_ck_letter_kind CHECK (((kind)::text = ANY ((ARRAY['lea_notification'::character varying, 'conference_invitation'::character varying, 'district_conference_invitation'::character varying, 'prior_written_notice'::character varying, 'referral_acknowledgement'::character varying])::text[])))
);

ALTER TABLE ONLY eb.letter FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.loan (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    item_id uuid CONSTRAINT loan_item_id_not_null1 NOT NULL,
    student_id uuid NOT NULL,
    request_id uuid,
    state character varying NOT NULL,
    from_on date NOT NULL,
    until_on date NOT NULL,
    out_on date,
    returned_on date,
    condition_out character varying,
    condition_back character varying,
    note character varying,
    CONSTRAINT ck_loan_ck_loan_order CHECK ((until_on >= from_on)),
    CONSTRAINT ck_loan_ck_loan_state CHECK (((state)::text = ANY ((ARRAY['reserved'::character varying, 'out'::character varying, 'returned'::character varying, 'cancelled'::character varying])::text[])))
);

ALTER TABLE ONLY eb.loan FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.loan_item (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    kind character varying NOT NULL,
    name character varying NOT NULL,
    manufacturer character varying NOT NULL,
    model character varying NOT NULL,
    model_key character varying NOT NULL,
    serial_number character varying NOT NULL,
    state character varying NOT NULL,
    condition character varying NOT NULL,
    fits_part character varying,
    fits_from numeric(7,2),
    fits_until numeric(7,2),
    cleaned_on date,
    place character varying,
    note character varying,
    recall_id uuid,
    cleared_recalls jsonb DEFAULT '[]'::jsonb NOT NULL,
    serial_key character varying,
    CONSTRAINT ck_loan_item_ck_loan_item_condition CHECK (((condition)::text = ANY ((ARRAY['new'::character varying, 'good'::character varying, 'worn'::character varying, 'broken'::character varying])::text[]))),
    CONSTRAINT ck_loan_item_ck_loan_item_fits_part CHECK (((fits_part)::text = ANY ((ARRAY['height'::character varying, 'weight'::character varying, 'seat_width'::character varying, 'seat_depth'::character varying, 'lower_leg'::character varying, 'trunk_height'::character varying, 'chest_width'::character varying, 'foot_length'::character varying, 'head_circumference'::character varying, 'arm_length'::character varying])::text[]))),
    CONSTRAINT ck_loan_item_ck_loan_item_kind CHECK (((kind)::text = ANY ((ARRAY['seating'::character varying, 'standing'::character varying, 'gait_mobility'::character varying, 'bath_toilet'::character varying, 'positioning'::character varying, 'orthotics'::character varying, 'splints'::character varying, 'feeding'::character varying, 'adapted_toys_switches'::character varying, 'communication'::character varying, 'vision'::character varying, 'hearing'::character varying])::text[]))),
    CONSTRAINT ck_loan_item_ck_loan_item_range CHECK ((fits_until >= fits_from)),
    CONSTRAINT ck_loan_item_ck_loan_item_state CHECK (((state)::text = ANY ((ARRAY['available'::character varying, 'out'::character varying, 'returned'::character varying, 'cleaning'::character varying, 'repair'::character varying, 'retired'::character varying])::text[])))
);

ALTER TABLE ONLY eb.loan_item FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.meeting (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid,
    kind character varying NOT NULL,
    title character varying NOT NULL,
    state character varying NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    place character varying,
    video_link character varying,
    interpreter_language character varying,
    notice_sent_on date,
    short_notice_reason character varying,
    overlap_reason character varying,
    earlier jsonb DEFAULT '[]'::jsonb NOT NULL,
    called_off_by character varying,
    held_on date,
    decisions character varying,
    event_id uuid,
    gaps_reason character varying,
    CONSTRAINT ck_meeting_ck_meeting_called_off_by CHECK (((called_off_by)::text = ANY ((ARRAY['family'::character varying, 'program'::character varying, 'district'::character varying, 'agency'::character varying, 'weather'::character varying])::text[]))),
    CONSTRAINT ck_meeting_ck_meeting_kind CHECK (((kind)::text = ANY ((ARRAY['ifsp_initial'::character varying, 'ifsp_review'::character varying, 'ifsp_annual'::character varying, 'transition_conference'::character varying, 'transition_final_review'::character varying, 'iep'::character varying, 'resolution'::character varying, 'team'::character varying, 'family'::character varying, 'other'::character varying])::text[]))),
    CONSTRAINT ck_meeting_ck_meeting_order CHECK ((ends_at > starts_at)),
    CONSTRAINT ck_meeting_ck_meeting_state CHECK (((state)::text = ANY ((ARRAY['proposed'::character varying, 'confirmed'::character varying, 'held'::character varying, 'not_held'::character varying, 'cancelled'::character varying])::text[])))
);

ALTER TABLE ONLY eb.meeting FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.meeting_invitee (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    meeting_id uuid NOT NULL,
    student_id uuid,
    role character varying NOT NULL,
    principal_id uuid,
    contact_id uuid,
    agency_person_id uuid,
    outside_name character varying,
    reply character varying DEFAULT 'waiting'::character varying NOT NULL,
    reply_note character varying,
    attended boolean,
    CONSTRAINT ck_meeting_invitee_ck_meeting_invitee_one_person CHECK ((num_nonnulls(principal_id, contact_id, agency_person_id, outside_name) = 1)),
    CONSTRAINT ck_meeting_invitee_ck_meeting_invitee_reply CHECK (((reply)::text = ANY ((ARRAY['waiting'::character varying, 'comes'::character varying, 'declined'::character varying, 'excused'::character varying])::text[]))),
    CONSTRAINT ck_meeting_invitee_ck_meeting_invitee_role CHECK (((role)::text = ANY ((ARRAY['parent'::character varying, 'advocate'::character varying, 'coordinator'::character varying, 'evaluator'::character varying, 'provider'::character varying, 'district'::character varying, 'agency'::character varying, 'interpreter'::character varying, 'other'::character varying, 'special_educator'::character varying])::text[])))
);

ALTER TABLE ONLY eb.meeting_invitee FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.name_form (
    tenant_id uuid NOT NULL,
    form text NOT NULL COLLATE pg_catalog."C",
    student_id uuid NOT NULL,
    sound text COLLATE pg_catalog."C",
    born_on date NOT NULL,
    is_sealed boolean NOT NULL
);

ALTER TABLE ONLY eb.name_form FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.name_variant (
    tenant_id uuid NOT NULL,
    variant text NOT NULL COLLATE pg_catalog."C",
    word text NOT NULL COLLATE pg_catalog."C"
);

ALTER TABLE ONLY eb.name_variant FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.note (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    author_id uuid NOT NULL,
    co_signer_id uuid,
    delivery_id uuid,
    agency_contact_id uuid,
    addendum_to_id uuid,
    kind character varying NOT NULL,
    part character varying NOT NULL,
    state character varying NOT NULL,
    on_date date NOT NULL,
    minutes integer,
    place character varying,
    text character varying NOT NULL,
    text_sha256 character varying NOT NULL,
    signed_on date,
    client_id uuid,
    client_sha256 character varying,
    written_at timestamp with time zone,
    visit jsonb,
    copy_given_on date,
    copy_form character varying,
    CONSTRAINT ck_note_ck_note_kind CHECK (((kind)::text = ANY ((ARRAY['visit'::character varying, 'missed_visit'::character varying, 'consultation'::character varying, 'coordination'::character varying, 'contact'::character varying, 'other'::character varying])::text[]))),
    CONSTRAINT ck_note_ck_note_minutes CHECK ((minutes > 0)),
    CONSTRAINT ck_note_ck_note_part CHECK (((part)::text = ANY ((ARRAY['educational'::character varying, 'medical'::character varying])::text[]))),
    CONSTRAINT ck_note_ck_note_state CHECK (((state)::text = ANY ((ARRAY['draft'::character varying, 'awaiting_co_signature'::character varying, 'signed'::character varying, 'entered_in_error'::character varying])::text[]))),
    CONSTRAINT ck_note_copy_form CHECK (((copy_form)::text = ANY ((ARRAY['paper'::character varying, 'message'::character varying, 'portal'::character varying])::text[])))
);

ALTER TABLE ONLY eb.note FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.organisation (
    id uuid NOT NULL,
    kind character varying NOT NULL,
    name character varying NOT NULL,
    jurisdiction character varying NOT NULL,
    time_zone character varying NOT NULL,
    number character varying,
    letterhead text[] DEFAULT '{}'::text[] NOT NULL,
    CONSTRAINT ck_organisation_kind CHECK (((kind)::text = ANY ((ARRAY['program'::character varying, 'district'::character varying, 'agency'::character varying, 'vendor'::character varying])::text[])))
);

CREATE TABLE eb.outbound_referral (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    agency_service_id uuid,
    agency_person_id uuid,
    owner_id uuid NOT NULL,
    state character varying NOT NULL,
    reason character varying NOT NULL,
    questions character varying,
    covers text[] DEFAULT '{}'::text[] NOT NULL,
    disclosure_id uuid,
    channel character varying,
    sent_on date,
    answer_due_on date,
    answered_on date,
    expected_on date,
    appointment_on date,
    started_on date,
    ended_on date,
    outcome character varying,
    CONSTRAINT ck_outbound_referral_ck_outbound_referral_state CHECK (((state)::text = ANY ((ARRAY['draft'::character varying, 'consent_pending'::character varying, 'sent'::character varying, 'acknowledged'::character varying, 'accepted'::character varying, 'waitlisted'::character varying, 'declined'::character varying, 'scheduled'::character varying, 'in_service'::character varying, 'completed'::character varying, 'no_show'::character varying, 'cancelled'::character varying, 'no_response'::character varying])::text[])))
);

ALTER TABLE ONLY eb.outbound_referral FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.outbox (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    topic character varying NOT NULL,
    payload jsonb NOT NULL,
    next_at timestamp with time zone DEFAULT now() NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    done_at timestamp with time zone,
    dead_at timestamp with time zone,
    last_error character varying,
    type character varying,
    "position" bigint
);

ALTER TABLE ONLY eb.outbox FORCE ROW LEVEL SECURITY;

CREATE SEQUENCE eb.outbox_position
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE eb.packet (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    district_id uuid NOT NULL,
    consent_id uuid NOT NULL,
    number integer NOT NULL,
    released_on date NOT NULL,
    sha256 character varying NOT NULL,
    content character varying NOT NULL,
    withdrawn_at timestamp with time zone,
    pulled_at timestamp with time zone,
    received_on date
);

ALTER TABLE ONLY eb.packet FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.packet_result (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    packet_id uuid NOT NULL,
    student_id uuid NOT NULL,
    result character varying NOT NULL,
    on_date date NOT NULL,
    note character varying,
    CONSTRAINT ck_packet_result_ck_packet_result_result CHECK (((result)::text = ANY ((ARRAY['evaluated'::character varying, 'eligible'::character varying, 'not_eligible'::character varying, 'iep_in_effect'::character varying, 'not_determined'::character varying])::text[])))
);

ALTER TABLE ONLY eb.packet_result FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.partnership (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    partner_id uuid NOT NULL,
    is_active boolean DEFAULT true NOT NULL
);

ALTER TABLE ONLY eb.partnership FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.plan (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    program character varying NOT NULL,
    type character varying NOT NULL,
    number integer NOT NULL,
    base_id uuid,
    state character varying NOT NULL,
    language character varying,
    coordinator_id uuid,
    starts_on date,
    ends_on date,
    reason character varying,
    asked_by_parent_on date,
    levels jsonb DEFAULT '[]'::jsonb NOT NULL,
    family jsonb,
    outcomes jsonb DEFAULT '[]'::jsonb NOT NULL,
    goals jsonb DEFAULT '[]'::jsonb NOT NULL,
    other_services jsonb DEFAULT '[]'::jsonb NOT NULL,
    transition jsonb DEFAULT '[]'::jsonb NOT NULL,
    placement jsonb,
    accommodations jsonb DEFAULT '[]'::jsonb NOT NULL,
    strategies jsonb DEFAULT '[]'::jsonb NOT NULL,
    held_on date,
    reviewed_on date,
    signed_on date,
    ended_on date,
    signed_text character varying,
    text_sha256 character varying,
    CONSTRAINT ck_plan_ck_plan_order CHECK ((ends_on >= starts_on)),
    CONSTRAINT ck_plan_ck_plan_program CHECK (((program)::text = ANY ((ARRAY['partc'::character varying, 'partb'::character varying])::text[]))),
    CONSTRAINT ck_plan_ck_plan_state CHECK (((state)::text = ANY ((ARRAY['draft'::character varying, 'meeting_set'::character varying, 'meeting_held'::character varying, 'awaiting_consent'::character varying, 'declined'::character varying, 'active'::character varying, 'in_review'::character varying, 'offered'::character varying, 'consented'::character varying, 'partially_consented'::character varying, 'refused'::character varying, 'in_effect'::character varying, 'amended'::character varying, 'superseded'::character varying, 'ended'::character varying, 'expired'::character varying, 'withdrawn'::character varying, 'entered_in_error'::character varying])::text[]))),
    CONSTRAINT ck_plan_ck_plan_type CHECK (((type)::text = ANY ((ARRAY['interim'::character varying, 'initial'::character varying, 'periodic_review'::character varying, 'annual'::character varying, 'amendment'::character varying, 'transition'::character varying])::text[])))
);

ALTER TABLE ONLY eb.plan FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.plan_decision (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    plan_id uuid NOT NULL,
    line_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    signature_id uuid NOT NULL,
    is_consented boolean NOT NULL,
    decided_on date NOT NULL,
    court_order_on date
);

ALTER TABLE ONLY eb.plan_decision FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.plan_meeting (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    plan_id uuid NOT NULL,
    kind character varying NOT NULL,
    state character varying NOT NULL,
    starts_at timestamp with time zone,
    place character varying,
    notice_sent_on date,
    notice_language character varying,
    participants jsonb DEFAULT '[]'::jsonb NOT NULL,
    earlier jsonb DEFAULT '[]'::jsonb NOT NULL,
    held_on date,
    findings character varying,
    CONSTRAINT ck_plan_meeting_ck_plan_meeting_kind CHECK (((kind)::text = ANY ((ARRAY['plan'::character varying, 'review'::character varying])::text[]))),
    CONSTRAINT ck_plan_meeting_ck_plan_meeting_state CHECK (((state)::text = ANY ((ARRAY['set'::character varying, 'held'::character varying, 'cancelled'::character varying])::text[])))
);

ALTER TABLE ONLY eb.plan_meeting FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.principal (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    kind character varying NOT NULL,
    subject character varying NOT NULL,
    name character varying NOT NULL,
    roles text[] DEFAULT '{}'::text[] NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    discipline character varying,
    languages text[] DEFAULT '{}'::text[] NOT NULL,
    areas text[] DEFAULT '{}'::text[] NOT NULL,
    CONSTRAINT ck_principal_kind CHECK (((kind)::text = ANY ((ARRAY['person'::character varying, 'system'::character varying])::text[])))
);

ALTER TABLE ONLY eb.principal FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.program_setting (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    settled jsonb DEFAULT '{}'::jsonb NOT NULL
);

ALTER TABLE ONLY eb.program_setting FORCE ROW LEVEL SECURITY;

CREATE UNLOGGED TABLE eb.rate_bucket (
    key character varying NOT NULL,
    tokens double precision NOT NULL,
    refilled_at timestamp with time zone NOT NULL
);

CREATE TABLE eb.recomputation (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    cause character varying NOT NULL,
    district_id uuid,
    rulebook_sha256 character varying NOT NULL,
    last_student_id uuid,
    moved integer DEFAULT 0 NOT NULL,
    done_at timestamp with time zone,
    after_id uuid,
    until_id uuid,
    rules text[]
);

ALTER TABLE ONLY eb.recomputation FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.record_change (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    resource character varying NOT NULL,
    record_id uuid NOT NULL,
    student_id uuid,
    version integer NOT NULL,
    act character varying NOT NULL,
    from_state character varying,
    to_state character varying,
    reason_code character varying,
    comment character varying,
    changes jsonb DEFAULT '{}'::jsonb NOT NULL
);

ALTER TABLE ONLY eb.record_change FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.record_request (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    kind character varying NOT NULL,
    state character varying NOT NULL,
    received_on date NOT NULL,
    channel character varying NOT NULL,
    asks character varying NOT NULL,
    answered_on date,
    answer character varying,
    CONSTRAINT ck_record_request_ck_record_request_state CHECK (((state)::text = ANY ((ARRAY['received'::character varying, 'provided'::character varying, 'amended'::character varying, 'refused'::character varying, 'statement_attached'::character varying, 'destroyed'::character varying, 'withdrawn'::character varying])::text[])))
);

ALTER TABLE ONLY eb.record_request FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.referral (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    state character varying NOT NULL,
    received_on date NOT NULL,
    channel character varying NOT NULL,
    urgency character varying NOT NULL,
    sender_id uuid,
    sender_ref character varying,
    child_first_name character varying NOT NULL,
    child_last_name character varying NOT NULL,
    born_on date NOT NULL,
    submitted jsonb NOT NULL,
    may_report_back boolean NOT NULL,
    ifsp_due_on date,
    reason_code character varying,
    comment character varying,
    decided_at timestamp with time zone,
    student_id uuid,
    wanted text[] DEFAULT '{}'::text[] NOT NULL,
    question character varying,
    answer_due_on date,
    contact_attempts jsonb DEFAULT '[]'::jsonb NOT NULL,
    interim_coordinator_id uuid,
    redirected_to_id uuid,
    redirected_to character varying,
    additions jsonb DEFAULT '[]'::jsonb NOT NULL,
    possible_duplicates integer DEFAULT 0 NOT NULL,
    duplicates_reviewed text[] DEFAULT '{}'::text[] NOT NULL,
    CONSTRAINT ck_referral_state CHECK (((state)::text = ANY ((ARRAY['submitted'::character varying, 'acknowledged'::character varying, 'info_requested'::character varying, 'accepted'::character varying, 'redirected'::character varying, 'declined'::character varying, 'duplicate'::character varying, 'lapsed'::character varying, 'withdrawn'::character varying, 'closed'::character varying])::text[])))
);

ALTER TABLE ONLY eb.referral FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.referral_attachment (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    referral_id uuid NOT NULL,
    stored_file_id uuid NOT NULL,
    file_name character varying NOT NULL,
    title character varying NOT NULL,
    kind character varying NOT NULL,
    part character varying NOT NULL,
    document_id uuid,
    CONSTRAINT ck_referral_attachment_ck_referral_attachment_kind CHECK (((kind)::text = ANY ((ARRAY['referral'::character varying, 'evaluation_report'::character varying, 'medical_record'::character varying, 'immunisation_record'::character varying, 'signed_paper'::character varying, 'plan'::character varying, 'progress_report'::character varying, 'home_programme'::character varying, 'rights_holder_paper'::character varying, 'insurance'::character varying, 'prescription'::character varying, 'funder_letter'::character varying, 'quote'::character varying, 'correspondence'::character varying, 'photo'::character varying, 'other'::character varying])::text[]))),
    CONSTRAINT ck_referral_attachment_ck_referral_attachment_part CHECK (((part)::text = ANY ((ARRAY['educational'::character varying, 'medical'::character varying])::text[])))
);

ALTER TABLE ONLY eb.referral_attachment FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.referral_draft (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    content jsonb NOT NULL
);

ALTER TABLE ONLY eb.referral_draft FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.referral_status (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    program_id uuid NOT NULL,
    sender_ref character varying,
    state character varying NOT NULL,
    outcome character varying,
    received_on date NOT NULL,
    milestones jsonb DEFAULT '[]'::jsonb NOT NULL,
    wanted text[] DEFAULT '{}'::text[] NOT NULL,
    question character varying,
    answer_due_on date,
    contact_attempts jsonb DEFAULT '[]'::jsonb NOT NULL,
    shared_after integer DEFAULT 0 NOT NULL
);

ALTER TABLE ONLY eb.referral_status FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.residence (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    use character varying NOT NULL,
    address jsonb NOT NULL,
    from_on date NOT NULL,
    to_on date,
    reason character varying,
    entered_in_error boolean DEFAULT false NOT NULL,
    CONSTRAINT ck_residence_ck_residence_order CHECK ((to_on >= from_on)),
    CONSTRAINT ck_residence_ck_residence_use CHECK (((use)::text = ANY ((ARRAY['home'::character varying, 'second_home'::character varying, 'mailing'::character varying])::text[])))
);

ALTER TABLE ONLY eb.residence FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.resource_given (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    agency_service_id uuid,
    contact_id uuid,
    given_on date NOT NULL,
    channel character varying NOT NULL,
    language character varying,
    need character varying NOT NULL,
    outcome character varying DEFAULT 'unknown'::character varying NOT NULL,
    outcome_on date,
    outcome_note character varying,
    follow_up_on date,
    CONSTRAINT ck_resource_given_ck_resource_given_outcome CHECK (((outcome)::text = ANY ((ARRAY['unknown'::character varying, 'contacted'::character varying, 'using'::character varying, 'finished'::character varying, 'no_room'::character varying, 'not_suitable'::character varying, 'not_wanted'::character varying, 'not_reached'::character varying])::text[])))
);

ALTER TABLE ONLY eb.resource_given FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.rule (
    id character varying NOT NULL,
    title character varying NOT NULL,
    cite text[] NOT NULL
);

CREATE TABLE eb.school_area (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    postal_code character varying NOT NULL,
    school character varying NOT NULL
);

ALTER TABLE ONLY eb.school_area FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.school_calendar (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    district_id uuid NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    breaks jsonb DEFAULT '[]'::jsonb NOT NULL,
    CONSTRAINT ck_school_calendar_order CHECK ((ends_on > starts_on))
);

ALTER TABLE ONLY eb.school_calendar FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.sent_attachment (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    referral_id uuid NOT NULL,
    stored_file_id uuid NOT NULL,
    file_name character varying NOT NULL,
    title character varying NOT NULL,
    kind character varying NOT NULL,
    part character varying NOT NULL,
    CONSTRAINT ck_sent_attachment_ck_sent_attachment_kind CHECK (((kind)::text = ANY ((ARRAY['referral'::character varying, 'evaluation_report'::character varying, 'medical_record'::character varying, 'immunisation_record'::character varying, 'signed_paper'::character varying, 'plan'::character varying, 'progress_report'::character varying, 'home_programme'::character varying, 'rights_holder_paper'::character varying, 'insurance'::character varying, 'prescription'::character varying, 'funder_letter'::character varying, 'quote'::character varying, 'correspondence'::character varying, 'photo'::character varying, 'other'::character varying])::text[]))),
    CONSTRAINT ck_sent_attachment_ck_sent_attachment_part CHECK (((part)::text = ANY ((ARRAY['educational'::character varying, 'medical'::character varying])::text[])))
);

ALTER TABLE ONLY eb.sent_attachment FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.service_delivery (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    line_id uuid NOT NULL,
    on_date date NOT NULL,
    minutes integer NOT NULL,
    missed_for character varying,
    makes_up_id uuid,
    indirect character varying,
    provider_id uuid,
    comment character varying,
    entered_in_error boolean DEFAULT false NOT NULL,
    error_reason character varying,
    starts_at timestamp with time zone,
    ends_at timestamp with time zone,
    CONSTRAINT ck_service_delivery_ck_service_delivery_minutes CHECK ((minutes > 0)),
    CONSTRAINT ck_service_delivery_ck_service_delivery_missed_for CHECK (((missed_for)::text = ANY ((ARRAY['child_unavailable'::character varying, 'family_cancelled'::character varying, 'family_no_show'::character varying, 'provider_absent'::character varying, 'agency_closed'::character varying, 'weather'::character varying, 'meeting'::character varying, 'holiday'::character varying, 'refused'::character varying, 'not_yet_scheduled'::character varying])::text[])))
);

ALTER TABLE ONLY eb.service_delivery FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.service_line (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    plan_id uuid NOT NULL,
    number integer NOT NULL,
    replaces_id uuid,
    state character varying NOT NULL,
    service character varying NOT NULL,
    delivery_model character varying NOT NULL,
    intensity character varying NOT NULL,
    sessions integer NOT NULL,
    per character varying NOT NULL,
    minutes integer NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    method character varying,
    location character varying,
    setting character varying NOT NULL,
    setting_code character varying,
    natural_environment_reason character varying,
    is_direct boolean DEFAULT true NOT NULL,
    discipline character varying,
    provider_id uuid,
    payer character varying,
    outcomes integer[] DEFAULT '{}'::integer[] NOT NULL,
    flexibility character varying,
    least_sessions integer,
    most_sessions integer,
    consented_on date,
    authorised_on date,
    authorisation_number character varying,
    authorised_minutes integer,
    first_delivered_on date,
    ended_on date,
    end_reason character varying,
    CONSTRAINT ck_service_line_ck_service_line_amount CHECK (((sessions > 0) AND (minutes > 0))),
    CONSTRAINT ck_service_line_ck_service_line_order CHECK ((ends_on >= starts_on)),
    CONSTRAINT ck_service_line_ck_service_line_state CHECK (((state)::text = ANY ((ARRAY['proposed'::character varying, 'withdrawn'::character varying, 'declined'::character varying, 'consented'::character varying, 'authorised'::character varying, 'started'::character varying, 'changed'::character varying, 'ended'::character varying])::text[])))
);

ALTER TABLE ONLY eb.service_line FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.signature (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    resource character varying NOT NULL,
    record_id uuid NOT NULL,
    student_id uuid,
    text_sha256 character varying NOT NULL,
    capacity character varying NOT NULL,
    principal_id uuid,
    contact_id uuid,
    outside_name character varying,
    discipline character varying,
    licence_number character varying,
    method character varying NOT NULL,
    identity_shown character varying NOT NULL,
    signed_on date NOT NULL,
    scan_id uuid,
    device character varying,
    CONSTRAINT ck_signature_ck_signature_method CHECK (((method)::text = ANY ((ARRAY['electronic'::character varying, 'paper'::character varying])::text[]))),
    CONSTRAINT ck_signature_ck_signature_one_signer CHECK ((num_nonnulls(principal_id, contact_id, outside_name) = 1))
);

ALTER TABLE ONLY eb.signature FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.signature_scan (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    signature_id uuid NOT NULL,
    student_id uuid NOT NULL,
    scan_id uuid NOT NULL
);

ALTER TABLE ONLY eb.signature_scan FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.staff_credential (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    principal_id uuid NOT NULL,
    discipline character varying,
    level character varying,
    title character varying NOT NULL,
    number character varying,
    issuer character varying NOT NULL,
    valid_from date NOT NULL,
    expires_on date,
    supervisor_id uuid,
    kind character varying DEFAULT 'licence'::character varying NOT NULL,
    CONSTRAINT ck_staff_credential_ck_staff_credential_kind CHECK (((kind)::text = ANY ((ARRAY['licence'::character varying, 'certificate'::character varying, 'background_check'::character varying, 'cpr'::character varying])::text[]))),
    CONSTRAINT ck_staff_credential_ck_staff_credential_level CHECK (((level)::text = ANY ((ARRAY['licensed'::character varying, 'assistant'::character varying, 'intern'::character varying])::text[]))),
    CONSTRAINT ck_staff_credential_ck_staff_credential_of_licence CHECK (((((kind)::text = 'licence'::text) = (discipline IS NOT NULL)) AND (((kind)::text = 'licence'::text) = (level IS NOT NULL)) AND (((kind)::text = 'licence'::text) OR (supervisor_id IS NULL)))),
    CONSTRAINT ck_staff_credential_ck_staff_credential_order CHECK ((expires_on >= valid_from))
);

ALTER TABLE ONLY eb.staff_credential FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.staff_leave (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    principal_id uuid NOT NULL,
    kind character varying NOT NULL,
    from_on date NOT NULL,
    to_on date NOT NULL,
    cover_id uuid,
    note character varying,
    is_cancelled boolean DEFAULT false NOT NULL,
    CONSTRAINT ck_staff_leave_ck_staff_leave_kind CHECK (((kind)::text = ANY ((ARRAY['holiday'::character varying, 'sick'::character varying, 'family'::character varying, 'training'::character varying, 'other'::character varying])::text[]))),
    CONSTRAINT ck_staff_leave_ck_staff_leave_order CHECK ((to_on >= from_on))
);

ALTER TABLE ONLY eb.staff_leave FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.stored_file (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    sha256 character varying NOT NULL,
    media_type character varying NOT NULL,
    byte_count bigint NOT NULL,
    scan_state character varying NOT NULL,
    scanned_at timestamp with time zone,
    finding character varying,
    gone_at timestamp with time zone,
    CONSTRAINT ck_stored_file_ck_stored_file_scan_state CHECK (((scan_state)::text = ANY ((ARRAY['received'::character varying, 'clean'::character varying, 'refused'::character varying, 'not_scanned'::character varying])::text[])))
);

ALTER TABLE ONLY eb.stored_file FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.strategy (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    line_id uuid,
    state character varying NOT NULL,
    area character varying NOT NULL,
    title character varying NOT NULL,
    how character varying NOT NULL,
    place character varying,
    started_on date,
    started_by_id uuid,
    check_every_days integer,
    checks jsonb DEFAULT '[]'::jsonb NOT NULL,
    last_checked_on date,
    next_check_on date,
    ended_on date,
    goal character varying,
    when_in_day character varying,
    how_often character varying,
    watch_for character varying,
    stop_when character varying,
    whom_to_call character varying,
    steps jsonb DEFAULT '[]'::jsonb NOT NULL,
    photos jsonb DEFAULT '[]'::jsonb NOT NULL,
    CONSTRAINT ck_strategy_ck_strategy_area CHECK (((area)::text = ANY ((ARRAY['grip'::character varying, 'sensory'::character varying, 'seating'::character varying, 'lighting'::character varying, 'place'::character varying, 'communication'::character varying, 'feeding'::character varying, 'movement'::character varying, 'routine'::character varying, 'other'::character varying])::text[]))),
    CONSTRAINT ck_strategy_ck_strategy_interval CHECK (((check_every_days >= 1) AND (check_every_days <= 365))),
    CONSTRAINT ck_strategy_ck_strategy_state CHECK (((state)::text = ANY ((ARRAY['planned'::character varying, 'in_use'::character varying, 'paused'::character varying, 'ended'::character varying])::text[])))
);

ALTER TABLE ONLY eb.strategy FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.student (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    first_name character varying NOT NULL,
    middle_name character varying,
    last_name character varying NOT NULL,
    preferred_name character varying,
    last_key text GENERATED ALWAYS AS (eb.name_key((last_name)::text)) STORED NOT NULL COLLATE pg_catalog."C",
    first_key text GENERATED ALWAYS AS (eb.name_key((first_name)::text)) STORED NOT NULL COLLATE pg_catalog."C",
    born_on date NOT NULL,
    sex character varying,
    gestation_weeks integer,
    birth_order integer,
    languages text[] DEFAULT '{}'::text[] NOT NULL,
    interpreter_needed boolean DEFAULT false NOT NULL,
    race_ethnicity text[] DEFAULT '{}'::text[] NOT NULL,
    address jsonb,
    external_ids jsonb DEFAULT '[]'::jsonb NOT NULL,
    district_id uuid,
    jurisdiction character varying NOT NULL,
    facts jsonb DEFAULT '{}'::jsonb NOT NULL,
    merged_into_id uuid,
    birth_weight_grams integer,
    CONSTRAINT ck_student_ck_student_birth_weight CHECK (((birth_weight_grams >= 200) AND (birth_weight_grams <= 8000))),
    CONSTRAINT ck_student_gestation CHECK (((gestation_weeks >= 20) AND (gestation_weeks <= 45)))
);

ALTER TABLE ONLY eb.student FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.student_key (
    tenant_id uuid NOT NULL,
    kind character varying NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    student_id uuid NOT NULL
);

ALTER TABLE ONLY eb.student_key FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.student_link (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    other_id uuid NOT NULL,
    state character varying NOT NULL,
    score integer,
    reasons text[] DEFAULT '{}'::text[] NOT NULL,
    CONSTRAINT ck_student_link_ck_student_link_state CHECK (((state)::text = ANY ((ARRAY['linked'::character varying, 'merged'::character varying, 'distinct'::character varying, 'split'::character varying])::text[]))),
    CONSTRAINT ck_student_link_ck_student_link_two CHECK ((student_id <> other_id))
);

ALTER TABLE ONLY eb.student_link FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.student_name (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    use character varying NOT NULL,
    first_name character varying NOT NULL,
    middle_name character varying,
    last_name character varying NOT NULL,
    from_on date,
    to_on date,
    is_sealed boolean DEFAULT false NOT NULL,
    reason character varying,
    entered_in_error boolean DEFAULT false NOT NULL,
    CONSTRAINT ck_student_name_ck_student_name_order CHECK ((to_on >= from_on)),
    CONSTRAINT ck_student_name_ck_student_name_use CHECK (((use)::text = ANY ((ARRAY['former'::character varying, 'alias'::character varying])::text[])))
);

ALTER TABLE ONLY eb.student_name FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.task (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid,
    source character varying NOT NULL,
    source_id uuid,
    rule_id character varying,
    occurrence character varying DEFAULT ''::character varying NOT NULL,
    title character varying NOT NULL,
    note character varying,
    assignee_id uuid NOT NULL,
    due_on date NOT NULL,
    legal_on date,
    escalate_on date,
    escalated_at timestamp with time zone,
    state character varying NOT NULL,
    snoozed_until date,
    outcome character varying,
    CONSTRAINT ck_task_ck_task_source CHECK (((source)::text = ANY ((ARRAY['person'::character varying, 'duty'::character varying, 'agency_contact'::character varying, 'resource'::character varying, 'outbound_referral'::character varying, 'meeting'::character varying, 'leave'::character varying, 'equipment_request'::character varying, 'assessment'::character varying, 'hold'::character varying, 'document'::character varying, 'record_request'::character varying, 'retention'::character varying, 'team_report'::character varying])::text[]))),
    CONSTRAINT ck_task_ck_task_state CHECK (((state)::text = ANY ((ARRAY['open'::character varying, 'snoozed'::character varying, 'done'::character varying, 'dismissed'::character varying])::text[])))
);

ALTER TABLE ONLY eb.task FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.team_report (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    occasion character varying NOT NULL,
    title character varying NOT NULL,
    state character varying NOT NULL,
    period_from date NOT NULL,
    period_to date NOT NULL,
    meeting_id uuid,
    plan_id uuid,
    supersedes_id uuid,
    superseded_by_id uuid,
    signed_on date,
    issued_on date,
    language character varying,
    given jsonb DEFAULT '[]'::jsonb NOT NULL,
    CONSTRAINT ck_team_report_ck_team_report_language CHECK (((language)::text = ANY ((ARRAY['en'::character varying, 'es'::character varying])::text[]))),
    CONSTRAINT ck_team_report_ck_team_report_occasion CHECK (((occasion)::text = ANY ((ARRAY['review'::character varying, 'annual'::character varying, 'eligibility'::character varying, 'transition'::character varying])::text[]))),
    CONSTRAINT ck_team_report_ck_team_report_order CHECK ((period_to >= period_from)),
    CONSTRAINT ck_team_report_ck_team_report_state CHECK (((state)::text = ANY ((ARRAY['draft'::character varying, 'in_review'::character varying, 'signed'::character varying, 'issued'::character varying, 'superseded'::character varying, 'voided'::character varying])::text[])))
);

ALTER TABLE ONLY eb.team_report FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.team_report_paper (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    report_id uuid NOT NULL,
    sha256 character varying NOT NULL,
    pdf bytea NOT NULL,
    is_accessible boolean NOT NULL,
    problems text[] DEFAULT '{}'::text[] NOT NULL
);

ALTER TABLE ONLY eb.team_report_paper FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.team_report_section (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    report_id uuid NOT NULL,
    author_id uuid NOT NULL,
    discipline character varying NOT NULL,
    part character varying NOT NULL,
    state character varying NOT NULL,
    due_on date NOT NULL,
    done character varying,
    seen character varying,
    progress jsonb DEFAULT '[]'::jsonb NOT NULL,
    recommendations character varying,
    text_sha256 character varying NOT NULL,
    co_signer_id uuid,
    signed_on date,
    CONSTRAINT ck_team_report_section_ck_team_report_section_discipline CHECK (((discipline)::text = ANY ((ARRAY['audiology'::character varying, 'early_intervention'::character varying, 'family_support'::character varying, 'medicine'::character varying, 'nursing'::character varying, 'nutrition'::character varying, 'occupational_therapy'::character varying, 'orientation_mobility'::character varying, 'physical_therapy'::character varying, 'psychology'::character varying, 'service_coordination'::character varying, 'social_work'::character varying, 'special_instruction'::character varying, 'speech_language'::character varying, 'vision'::character varying])::text[]))),
    CONSTRAINT ck_team_report_section_ck_team_report_section_part CHECK (((part)::text = ANY ((ARRAY['educational'::character varying, 'medical'::character varying])::text[]))),
    CONSTRAINT ck_team_report_section_ck_team_report_section_state CHECK (((state)::text = ANY ((ARRAY['open'::character varying, 'awaiting_co_signature'::character varying, 'signed'::character varying, 'withdrawn'::character varying])::text[])))
);

ALTER TABLE ONLY eb.team_report_section FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.transfer (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    receiver_id uuid NOT NULL,
    state character varying NOT NULL,
    consent_id uuid,
    exception character varying,
    disclosure_id uuid NOT NULL,
    covers text[] DEFAULT '{}'::text[] NOT NULL,
    reason character varying NOT NULL,
    offered_on date NOT NULL,
    answered_on date,
    answer_reason character varying,
    sha256 character varying NOT NULL,
    content character varying NOT NULL,
    CONSTRAINT ck_transfer_ck_transfer_one_ground CHECK ((num_nonnulls(consent_id, exception) = 1)),
    CONSTRAINT ck_transfer_ck_transfer_state CHECK (((state)::text = ANY ((ARRAY['offered'::character varying, 'accepted'::character varying, 'declined'::character varying, 'withdrawn'::character varying])::text[])))
);

ALTER TABLE ONLY eb.transfer FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.transition_packet (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    program_id uuid NOT NULL,
    student_id uuid NOT NULL,
    number integer NOT NULL,
    released_at timestamp with time zone NOT NULL,
    sha256 character varying NOT NULL,
    content character varying,
    withdrawn_at timestamp with time zone,
    first_pulled_at timestamp with time zone,
    received_on date
);

ALTER TABLE ONLY eb.transition_packet FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.transition_plan (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    student_id uuid NOT NULL,
    state character varying NOT NULL,
    is_potentially_eligible boolean,
    options_reviewed character varying,
    family_part character varying,
    future_placement character varying,
    preparation character varying,
    services character varying,
    steps jsonb DEFAULT '[]'::jsonb NOT NULL,
    established_on date,
    CONSTRAINT ck_transition_plan_ck_transition_plan_state CHECK (((state)::text = ANY ((ARRAY['draft'::character varying, 'established'::character varying, 'replaced'::character varying])::text[])))
);

ALTER TABLE ONLY eb.transition_plan FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.transition_setting (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    notify_lead_days integer,
    state_agency_id uuid,
    CONSTRAINT ck_transition_setting_ck_transition_setting_lead CHECK (((notify_lead_days >= 0) AND (notify_lead_days <= 180)))
);

ALTER TABLE ONLY eb.transition_setting FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.upload (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    stored_file_id uuid NOT NULL,
    client_key character varying NOT NULL
);

ALTER TABLE ONLY eb.upload FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.webhook_delivery (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    endpoint_id uuid NOT NULL,
    event_id uuid NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_at timestamp with time zone DEFAULT now() NOT NULL,
    last_at timestamp with time zone,
    last_status integer,
    last_error character varying,
    last_ms integer,
    done_at timestamp with time zone,
    dead_at timestamp with time zone
);

ALTER TABLE ONLY eb.webhook_delivery FORCE ROW LEVEL SECURITY;

CREATE TABLE eb.webhook_endpoint (
    tenant_id uuid DEFAULT eb.tenant() NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT eb.principal_id(),
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid DEFAULT eb.principal_id(),
    url character varying NOT NULL,
    description character varying,
    types text[] DEFAULT '{}'::text[] NOT NULL,
    is_enabled boolean DEFAULT true NOT NULL,
    disabled_reason character varying,
    sealed_secret character varying NOT NULL,
    former_secret character varying,
    former_until timestamp with time zone
);

ALTER TABLE ONLY eb.webhook_endpoint FORCE ROW LEVEL SECURITY;

ALTER TABLE ONLY eb.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);

ALTER TABLE ONLY eb.loan
    ADD CONSTRAINT ex_loan_overlap EXCLUDE USING gist (tenant_id WITH =, item_id WITH =, daterange(from_on, until_on, '[]'::text) WITH &&) WHERE (((state)::text = ANY ((ARRAY['reserved'::character varying, 'out'::character varying])::text[])));

ALTER TABLE ONLY eb.access_log
    ADD CONSTRAINT pk_access_log PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.access_of_set
    ADD CONSTRAINT pk_access_of_set PRIMARY KEY (tenant_id, set_id, created_at, access_id);

ALTER TABLE ONLY eb.access_set
    ADD CONSTRAINT pk_access_set PRIMARY KEY (tenant_id, student_id, set_id, access_id);

ALTER TABLE ONLY eb.addendum
    ADD CONSTRAINT pk_addendum PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.agency
    ADD CONSTRAINT pk_agency PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.agency_contact
    ADD CONSTRAINT pk_agency_contact PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.agency_person
    ADD CONSTRAINT pk_agency_person PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.agency_service
    ADD CONSTRAINT pk_agency_service PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.agency_site
    ADD CONSTRAINT pk_agency_site PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.assessment
    ADD CONSTRAINT pk_assessment PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.assignment
    ADD CONSTRAINT pk_assignment PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.case_event
    ADD CONSTRAINT pk_case_event PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.case_pause
    ADD CONSTRAINT pk_case_pause PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.client_assertion
    ADD CONSTRAINT pk_client_assertion PRIMARY KEY (tenant_id, principal_id, jti);

ALTER TABLE ONLY eb.client_credential
    ADD CONSTRAINT pk_client_credential PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.clock_change
    ADD CONSTRAINT pk_clock_change PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.consent
    ADD CONSTRAINT pk_consent PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.contact
    ADD CONSTRAINT pk_contact PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.deadline
    ADD CONSTRAINT pk_deadline PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.deadline_change
    ADD CONSTRAINT pk_deadline_change PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.deadline_note
    ADD CONSTRAINT pk_deadline_note PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.delegation
    ADD CONSTRAINT pk_delegation PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.disclosure
    ADD CONSTRAINT pk_disclosure PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.district_area
    ADD CONSTRAINT pk_district_area PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.document
    ADD CONSTRAINT pk_document PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.document_version
    ADD CONSTRAINT pk_document_version PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.eligibility_decision
    ADD CONSTRAINT pk_eligibility_decision PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.emergency_access
    ADD CONSTRAINT pk_emergency_access PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.enrolment
    ADD CONSTRAINT pk_enrolment PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.equipment_funder
    ADD CONSTRAINT pk_equipment_funder PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.equipment_item
    ADD CONSTRAINT pk_equipment_item PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.equipment_letter
    ADD CONSTRAINT pk_equipment_letter PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.equipment_measurement
    ADD CONSTRAINT pk_equipment_measurement PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.equipment_order
    ADD CONSTRAINT pk_equipment_order PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.equipment_photo
    ADD CONSTRAINT pk_equipment_photo PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.equipment_policy
    ADD CONSTRAINT pk_equipment_policy PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.equipment_recall
    ADD CONSTRAINT pk_equipment_recall PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.equipment_request
    ADD CONSTRAINT pk_equipment_request PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.equipment_stage
    ADD CONSTRAINT pk_equipment_stage PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.equipment_submission
    ADD CONSTRAINT pk_equipment_submission PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.equipment_training
    ADD CONSTRAINT pk_equipment_training PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.equipment_trial
    ADD CONSTRAINT pk_equipment_trial PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.equipment_vendor
    ADD CONSTRAINT pk_equipment_vendor PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.health_entry
    ADD CONSTRAINT pk_health_entry PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.holiday
    ADD CONSTRAINT pk_holiday PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.idempotency_key
    ADD CONSTRAINT pk_idempotency_key PRIMARY KEY (tenant_id, principal_id, key);

ALTER TABLE ONLY eb.import_line
    ADD CONSTRAINT pk_import_line PRIMARY KEY (tenant_id, kind, ref);

ALTER TABLE ONLY eb.incoming_transfer
    ADD CONSTRAINT pk_incoming_transfer PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.lea_notice
    ADD CONSTRAINT pk_lea_notice PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.letter
    ADD CONSTRAINT pk_letter PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.loan
    ADD CONSTRAINT pk_loan PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.loan_item
    ADD CONSTRAINT pk_loan_item PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.meeting
    ADD CONSTRAINT pk_meeting PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.meeting_invitee
    ADD CONSTRAINT pk_meeting_invitee PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.name_form
    ADD CONSTRAINT pk_name_form PRIMARY KEY (tenant_id, form, student_id) INCLUDE (is_sealed);

ALTER TABLE ONLY eb.name_variant
    ADD CONSTRAINT pk_name_variant PRIMARY KEY (tenant_id, variant, word);

ALTER TABLE ONLY eb.note
    ADD CONSTRAINT pk_note PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.organisation
    ADD CONSTRAINT pk_organisation PRIMARY KEY (id);

ALTER TABLE ONLY eb.outbound_referral
    ADD CONSTRAINT pk_outbound_referral PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.outbox
    ADD CONSTRAINT pk_outbox PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.packet
    ADD CONSTRAINT pk_packet PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.packet_result
    ADD CONSTRAINT pk_packet_result PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.partnership
    ADD CONSTRAINT pk_partnership PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.plan
    ADD CONSTRAINT pk_plan PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.plan_decision
    ADD CONSTRAINT pk_plan_decision PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.plan_meeting
    ADD CONSTRAINT pk_plan_meeting PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.principal
    ADD CONSTRAINT pk_principal PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.program_setting
    ADD CONSTRAINT pk_program_setting PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.rate_bucket
    ADD CONSTRAINT pk_rate_bucket PRIMARY KEY (key);

ALTER TABLE ONLY eb.recomputation
    ADD CONSTRAINT pk_recomputation PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.record_change
    ADD CONSTRAINT pk_record_change PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.record_request
    ADD CONSTRAINT pk_record_request PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.referral
    ADD CONSTRAINT pk_referral PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.referral_attachment
    ADD CONSTRAINT pk_referral_attachment PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.referral_draft
    ADD CONSTRAINT pk_referral_draft PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.referral_status
    ADD CONSTRAINT pk_referral_status PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.residence
    ADD CONSTRAINT pk_residence PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.resource_given
    ADD CONSTRAINT pk_resource_given PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.rule
    ADD CONSTRAINT pk_rule PRIMARY KEY (id);

ALTER TABLE ONLY eb.school_area
    ADD CONSTRAINT pk_school_area PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.school_calendar
    ADD CONSTRAINT pk_school_calendar PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.sent_attachment
    ADD CONSTRAINT pk_sent_attachment PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.service_delivery
    ADD CONSTRAINT pk_service_delivery PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.service_line
    ADD CONSTRAINT pk_service_line PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.signature
    ADD CONSTRAINT pk_signature PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.signature_scan
    ADD CONSTRAINT pk_signature_scan PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.staff_credential
    ADD CONSTRAINT pk_staff_credential PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.staff_leave
    ADD CONSTRAINT pk_staff_leave PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.stored_file
    ADD CONSTRAINT pk_stored_file PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.strategy
    ADD CONSTRAINT pk_strategy PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.student
    ADD CONSTRAINT pk_student PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.student_key
    ADD CONSTRAINT pk_student_key PRIMARY KEY (tenant_id, kind, key, student_id);

ALTER TABLE ONLY eb.student_link
    ADD CONSTRAINT pk_student_link PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.student_name
    ADD CONSTRAINT pk_student_name PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.task
    ADD CONSTRAINT pk_task PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.team_report
    ADD CONSTRAINT pk_team_report PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.team_report_paper
    ADD CONSTRAINT pk_team_report_paper PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.team_report_section
    ADD CONSTRAINT pk_team_report_section PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.transfer
    ADD CONSTRAINT pk_transfer PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.transition_packet
    ADD CONSTRAINT pk_transition_packet PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.transition_plan
    ADD CONSTRAINT pk_transition_plan PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.transition_setting
    ADD CONSTRAINT pk_transition_setting PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.upload
    ADD CONSTRAINT pk_upload PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.webhook_delivery
    ADD CONSTRAINT pk_webhook_delivery PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.webhook_endpoint
    ADD CONSTRAINT pk_webhook_endpoint PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY eb.deadline_note
    ADD CONSTRAINT uq_deadline_note_tenant_id_student_id_rule_id_occurrence UNIQUE (tenant_id, student_id, rule_id, occurrence);

ALTER TABLE ONLY eb.deadline
    ADD CONSTRAINT uq_deadline_tenant_id_student_id_rule_id_occurrence UNIQUE (tenant_id, student_id, rule_id, occurrence);

ALTER TABLE ONLY eb.district_area
    ADD CONSTRAINT uq_district_area_tenant_id_postal_code UNIQUE (tenant_id, postal_code);

ALTER TABLE ONLY eb.document_version
    ADD CONSTRAINT uq_document_version_number UNIQUE (tenant_id, document_id, number);

ALTER TABLE ONLY eb.equipment_policy
    ADD CONSTRAINT uq_equipment_policy_tenant_id UNIQUE (tenant_id);

ALTER TABLE ONLY eb.holiday
    ADD CONSTRAINT uq_holiday_tenant_id_on_date UNIQUE (tenant_id, on_date);

ALTER TABLE ONLY eb.loan_item
    ADD CONSTRAINT uq_loan_item_tenant_id_model_key_serial_number UNIQUE (tenant_id, model_key, serial_number);

ALTER TABLE ONLY eb.packet
    ADD CONSTRAINT uq_packet_tenant_id_student_id_district_id_number UNIQUE (tenant_id, student_id, district_id, number);

ALTER TABLE ONLY eb.partnership
    ADD CONSTRAINT uq_partnership_tenant_id_partner_id UNIQUE (tenant_id, partner_id);

ALTER TABLE ONLY eb.plan
    ADD CONSTRAINT uq_plan_tenant_id_student_id_program_number UNIQUE (tenant_id, student_id, program, number);

ALTER TABLE ONLY eb.principal
    ADD CONSTRAINT uq_principal_tenant_id_subject UNIQUE (tenant_id, subject);

ALTER TABLE ONLY eb.program_setting
    ADD CONSTRAINT uq_program_setting_tenant_id UNIQUE (tenant_id);

ALTER TABLE ONLY eb.school_area
    ADD CONSTRAINT uq_school_area_tenant_id_postal_code UNIQUE (tenant_id, postal_code);

ALTER TABLE ONLY eb.school_calendar
    ADD CONSTRAINT uq_school_calendar_tenant_id_district_id_starts_on UNIQUE (tenant_id, district_id, starts_on);

ALTER TABLE ONLY eb.service_line
    ADD CONSTRAINT uq_service_line_tenant_id_plan_id_number UNIQUE (tenant_id, plan_id, number);

ALTER TABLE ONLY eb.stored_file
    ADD CONSTRAINT uq_stored_file_sha256 UNIQUE (tenant_id, sha256);

ALTER TABLE ONLY eb.student_link
    ADD CONSTRAINT uq_student_link_tenant_id_student_id_other_id UNIQUE (tenant_id, student_id, other_id);

ALTER TABLE ONLY eb.transition_setting
    ADD CONSTRAINT uq_transition_setting_tenant_id UNIQUE (tenant_id);

ALTER TABLE ONLY eb.upload
    ADD CONSTRAINT uq_upload_client_key UNIQUE (tenant_id, created_by, client_key);

CREATE INDEX ix_access_log_disclosure ON eb.access_log USING btree (tenant_id, student_id, created_at, id) WHERE (((action)::text = 'disclose'::text) AND (student_id IS NOT NULL));

CREATE INDEX ix_access_log_export ON eb.access_log USING btree (tenant_id, created_at, id) WHERE ((resource)::text = 'export'::text);

CREATE INDEX ix_access_log_student ON eb.access_log USING btree (tenant_id, student_id, created_at) WHERE (student_id IS NOT NULL);

CREATE INDEX ix_access_log_time ON eb.access_log USING btree (tenant_id, created_at, id);

CREATE INDEX ix_addendum_record ON eb.addendum USING btree (tenant_id, record_id, id);

CREATE INDEX ix_agency_contact_agency ON eb.agency_contact USING btree (tenant_id, agency_id, on_date, id);

CREATE INDEX ix_agency_contact_day ON eb.agency_contact USING btree (tenant_id, on_date, id);

CREATE INDEX ix_agency_contact_follow_up ON eb.agency_contact USING btree (tenant_id, on_date, id) WHERE (follow_up_on IS NOT NULL);

CREATE INDEX ix_agency_contact_student ON eb.agency_contact USING btree (tenant_id, student_id, on_date, id);

CREATE INDEX ix_agency_name ON eb.agency USING btree (tenant_id, name_key, id);

CREATE INDEX ix_agency_person_agency ON eb.agency_person USING btree (tenant_id, agency_id, id);

CREATE INDEX ix_agency_service_agency ON eb.agency_service USING btree (tenant_id, agency_id, id);

CREATE INDEX ix_agency_service_kind ON eb.agency_service USING btree (tenant_id, kind, agency_id);

CREATE INDEX ix_agency_site_agency ON eb.agency_site USING btree (tenant_id, agency_id, id);

CREATE INDEX ix_assessment_student ON eb.assessment USING btree (tenant_id, student_id, id);

CREATE INDEX ix_assignment_student ON eb.assignment USING btree (tenant_id, student_id);

CREATE INDEX ix_case_event_student ON eb.case_event USING btree (tenant_id, student_id, on_date);

CREATE INDEX ix_case_pause_student ON eb.case_pause USING btree (tenant_id, student_id);

CREATE INDEX ix_client_credential_principal ON eb.client_credential USING btree (tenant_id, principal_id);

CREATE INDEX ix_clock_change_student ON eb.clock_change USING btree (tenant_id, student_id, id);

CREATE INDEX ix_consent_ending ON eb.consent USING btree (tenant_id, expires_on, id) WHERE ((expires_on IS NOT NULL) AND (revoked_on IS NULL) AND (NOT is_expired));

CREATE INDEX ix_consent_student ON eb.consent USING btree (tenant_id, student_id);

CREATE INDEX ix_consent_unscanned ON eb.consent USING btree (tenant_id, signed_on, id) WHERE (((method)::text = 'paper'::text) AND (scan_id IS NULL));

CREATE INDEX ix_contact_phone ON eb.contact USING btree (tenant_id, phone_key);

CREATE INDEX ix_contact_student ON eb.contact USING btree (tenant_id, student_id);

CREATE INDEX ix_deadline_change_student ON eb.deadline_change USING btree (tenant_id, student_id, rule_id, created_at);

CREATE INDEX ix_deadline_due ON eb.deadline USING btree (tenant_id, due_on, id) WHERE (((status)::text = 'open'::text) AND (due_on IS NOT NULL));

CREATE INDEX ix_deadline_next ON eb.deadline USING btree (tenant_id, student_id, due_on, id) INCLUDE (rule_id, status, tolled_from, tolled_to) WHERE ((status)::text = 'open'::text);

CREATE INDEX ix_delegation_check ON eb.delegation USING btree (tenant_id, next_check_on, id) WHERE ((state)::text = 'running'::text);

CREATE INDEX ix_delegation_student ON eb.delegation USING btree (tenant_id, student_id, id);

CREATE INDEX ix_disclosure_student ON eb.disclosure USING btree (tenant_id, student_id, id);

CREATE INDEX ix_document_student ON eb.document USING btree (tenant_id, student_id, id);

CREATE INDEX ix_document_version_file ON eb.document_version USING btree (tenant_id, stored_file_id);

CREATE INDEX ix_document_version_student ON eb.document_version USING btree (tenant_id, student_id);

CREATE INDEX ix_eligibility_decision_student ON eb.eligibility_decision USING btree (tenant_id, student_id, decided_on, id);

CREATE INDEX ix_emergency_access_newest ON eb.emergency_access USING btree (tenant_id, id);

CREATE INDEX ix_emergency_access_person ON eb.emergency_access USING btree (tenant_id, principal_id, student_id, ends_at);

CREATE INDEX ix_enrolment_exit ON eb.enrolment USING btree (tenant_id, exited_on, id) WHERE (exited_on IS NOT NULL);

CREATE INDEX ix_enrolment_latest ON eb.enrolment USING btree (tenant_id, student_id, referred_on, id) INCLUDE (state);

CREATE INDEX ix_equipment_funder_order ON eb.equipment_funder USING btree (tenant_id, rank, id);

CREATE INDEX ix_equipment_item_model ON eb.equipment_item USING btree (tenant_id, model_key) WHERE (model_key IS NOT NULL);

CREATE INDEX ix_equipment_item_request ON eb.equipment_item USING btree (tenant_id, request_id, id);

CREATE INDEX ix_equipment_item_student_watched ON eb.equipment_item USING btree (tenant_id, student_id, outgrows_on, id) WHERE is_watched;

CREATE INDEX ix_equipment_item_watched ON eb.equipment_item USING btree (tenant_id, outgrows_on, id) WHERE is_watched;

CREATE INDEX ix_equipment_letter_request ON eb.equipment_letter USING btree (tenant_id, request_id, id);

CREATE INDEX ix_equipment_measurement_request ON eb.equipment_measurement USING btree (tenant_id, request_id, id);

CREATE INDEX ix_equipment_measurement_student ON eb.equipment_measurement USING btree (tenant_id, student_id, part, taken_on, id);

CREATE INDEX ix_equipment_order_request ON eb.equipment_order USING btree (tenant_id, request_id, id);

CREATE INDEX ix_equipment_order_vendor ON eb.equipment_order USING btree (tenant_id, vendor_id, ordered_on, id);

CREATE INDEX ix_equipment_photo_request ON eb.equipment_photo USING btree (tenant_id, request_id, id);

CREATE INDEX ix_equipment_photo_version ON eb.equipment_photo USING btree (tenant_id, document_version_id);

CREATE INDEX ix_equipment_recall_model ON eb.equipment_recall USING btree (tenant_id, model_key, published_on, id);

CREATE INDEX ix_equipment_recall_newest ON eb.equipment_recall USING btree (tenant_id, published_on, id);

CREATE INDEX ix_equipment_request_alert ON eb.equipment_request USING btree (tenant_id, alert_on, id) WHERE (alert_on IS NOT NULL);

CREATE INDEX ix_equipment_request_carries_on ON eb.equipment_request USING btree (tenant_id, carries_on_id, id) WHERE (carries_on_id IS NOT NULL);

CREATE INDEX ix_equipment_request_kind ON eb.equipment_request USING btree (tenant_id, kind, identified_on, id);

CREATE INDEX ix_equipment_request_newest ON eb.equipment_request USING btree (tenant_id, identified_on, id);

CREATE INDEX ix_equipment_request_next ON eb.equipment_request USING btree (tenant_id, next_on, id) WHERE (next_on IS NOT NULL);

CREATE INDEX ix_equipment_request_stage ON eb.equipment_request USING btree (tenant_id, state, stage_on, id);

CREATE INDEX ix_equipment_request_student ON eb.equipment_request USING btree (tenant_id, student_id, identified_on, id);

CREATE INDEX ix_equipment_stage_passed ON eb.equipment_stage USING btree (tenant_id, to_on);

CREATE INDEX ix_equipment_stage_request ON eb.equipment_stage USING btree (tenant_id, request_id, id);

CREATE INDEX ix_equipment_stage_student ON eb.equipment_stage USING btree (tenant_id, student_id, from_on, id);

CREATE INDEX ix_equipment_stage_waiting ON eb.equipment_stage USING btree (tenant_id, from_on, id) WHERE ((to_on IS NULL) AND ((state)::text <> 'in_use'::text));

CREATE INDEX ix_equipment_submission_request ON eb.equipment_submission USING btree (tenant_id, request_id, id);

CREATE INDEX ix_equipment_training_request ON eb.equipment_training USING btree (tenant_id, request_id, id);

CREATE INDEX ix_equipment_trial_request ON eb.equipment_trial USING btree (tenant_id, request_id, id);

CREATE INDEX ix_equipment_vendor_name ON eb.equipment_vendor USING btree (tenant_id, name, id);

CREATE INDEX ix_health_entry_student ON eb.health_entry USING btree (tenant_id, student_id, on_date, id);

CREATE INDEX ix_idempotency_key_age ON eb.idempotency_key USING brin (created_at);

CREATE INDEX ix_incoming_transfer_day ON eb.incoming_transfer USING btree (tenant_id, offered_on, id);

CREATE INDEX ix_incoming_transfer_worklist ON eb.incoming_transfer USING btree (tenant_id, state, offered_on, id);

CREATE INDEX ix_lea_notice_born ON eb.lea_notice USING btree (tenant_id, born_on, id);

CREATE INDEX ix_letter_student ON eb.letter USING btree (tenant_id, student_id, id);

CREATE INDEX ix_loan_due ON eb.loan USING btree (tenant_id, state, until_on, id);

CREATE INDEX ix_loan_item ON eb.loan USING btree (tenant_id, item_id, from_on, id);

CREATE INDEX ix_loan_item_name ON eb.loan_item USING btree (tenant_id, name, id);

CREATE INDEX ix_loan_item_shelf ON eb.loan_item USING btree (tenant_id, kind, name, id);

CREATE INDEX ix_loan_newest ON eb.loan USING btree (tenant_id, from_on, id);

CREATE INDEX ix_loan_request ON eb.loan USING btree (tenant_id, request_id, id) WHERE (request_id IS NOT NULL);

CREATE INDEX ix_loan_student ON eb.loan USING btree (tenant_id, student_id, from_on, id);

CREATE INDEX ix_meeting_invitee_colleague ON eb.meeting_invitee USING btree (tenant_id, principal_id, meeting_id) WHERE (principal_id IS NOT NULL);

CREATE INDEX ix_meeting_invitee_meeting ON eb.meeting_invitee USING btree (tenant_id, meeting_id, id);

CREATE INDEX ix_meeting_start ON eb.meeting USING btree (tenant_id, starts_at, id);

CREATE INDEX ix_meeting_student ON eb.meeting USING btree (tenant_id, student_id, starts_at, id);

CREATE INDEX ix_name_form_born ON eb.name_form USING btree (tenant_id, born_on, form);

CREATE INDEX ix_name_form_sound ON eb.name_form USING btree (tenant_id, sound, born_on) WHERE (sound IS NOT NULL);

CREATE INDEX ix_name_form_student ON eb.name_form USING btree (tenant_id, student_id);

CREATE INDEX ix_note_co_signer ON eb.note USING btree (tenant_id, co_signer_id, on_date, id) WHERE ((state)::text = 'awaiting_co_signature'::text);

CREATE INDEX ix_note_student ON eb.note USING btree (tenant_id, student_id, id);

CREATE INDEX ix_note_uncopied ON eb.note USING btree (tenant_id, on_date, id) WHERE (((kind)::text = 'visit'::text) AND ((state)::text = 'signed'::text) AND (copy_given_on IS NULL) AND (addendum_to_id IS NULL));

CREATE INDEX ix_note_uncopied_student ON eb.note USING btree (tenant_id, student_id, on_date, id) WHERE (((kind)::text = 'visit'::text) AND ((state)::text = 'signed'::text) AND (copy_given_on IS NULL) AND (addendum_to_id IS NULL));

CREATE INDEX ix_outbound_referral_agency ON eb.outbound_referral USING btree (tenant_id, agency_id, id);

CREATE INDEX ix_outbound_referral_newest ON eb.outbound_referral USING btree (tenant_id, id);

CREATE INDEX ix_outbound_referral_student ON eb.outbound_referral USING btree (tenant_id, student_id, id);

CREATE INDEX ix_outbound_referral_unanswered ON eb.outbound_referral USING btree (tenant_id, answer_due_on) WHERE ((state)::text = ANY ((ARRAY['sent'::character varying, 'acknowledged'::character varying])::text[]));

CREATE INDEX ix_outbox_due ON eb.outbox USING btree (next_at) WHERE ((done_at IS NULL) AND (dead_at IS NULL));

CREATE INDEX ix_packet_result_packet ON eb.packet_result USING btree (tenant_id, packet_id, id);

CREATE INDEX ix_packet_unpulled ON eb.packet USING btree (tenant_id, released_on, id) WHERE ((pulled_at IS NULL) AND (withdrawn_at IS NULL));

CREATE INDEX ix_plan_decision_plan ON eb.plan_decision USING btree (tenant_id, plan_id, id);

CREATE INDEX ix_plan_meeting_plan ON eb.plan_meeting USING btree (tenant_id, plan_id, id);

CREATE INDEX ix_plan_student ON eb.plan USING btree (tenant_id, student_id, id);

CREATE INDEX ix_recomputation_unfinished ON eb.recomputation USING btree (tenant_id, id) WHERE (done_at IS NULL);

CREATE INDEX ix_record_change_record ON eb.record_change USING btree (tenant_id, record_id, id);

CREATE INDEX ix_record_request_student ON eb.record_request USING btree (tenant_id, student_id, id);

CREATE INDEX ix_referral_attachment_file ON eb.referral_attachment USING btree (tenant_id, stored_file_id);

CREATE INDEX ix_referral_attachment_referral ON eb.referral_attachment USING btree (tenant_id, referral_id, id);

CREATE INDEX ix_referral_day ON eb.referral USING btree (tenant_id, received_on, id);

CREATE INDEX ix_referral_draft_age ON eb.referral_draft USING btree (tenant_id, updated_at);

CREATE INDEX ix_referral_status_newest ON eb.referral_status USING btree (tenant_id, received_on, id);

CREATE INDEX ix_referral_student ON eb.referral USING btree (tenant_id, student_id) WHERE (student_id IS NOT NULL);

CREATE INDEX ix_referral_worklist ON eb.referral USING btree (tenant_id, state, received_on, id);

CREATE INDEX ix_residence_student ON eb.residence USING btree (tenant_id, student_id, from_on, id);

CREATE INDEX ix_resource_given_student ON eb.resource_given USING btree (tenant_id, student_id, given_on, id);

CREATE INDEX ix_sent_attachment_file ON eb.sent_attachment USING btree (tenant_id, stored_file_id);

CREATE INDEX ix_sent_attachment_referral ON eb.sent_attachment USING btree (tenant_id, referral_id, id);

CREATE INDEX ix_service_delivery_line ON eb.service_delivery USING btree (tenant_id, line_id, on_date, id);

CREATE INDEX ix_service_delivery_provider ON eb.service_delivery USING btree (tenant_id, provider_id, starts_at) WHERE (starts_at IS NOT NULL);

CREATE INDEX ix_service_line_student ON eb.service_line USING btree (tenant_id, student_id, id);

CREATE INDEX ix_signature_record ON eb.signature USING btree (tenant_id, record_id, id);

CREATE INDEX ix_signature_scan_signature ON eb.signature_scan USING btree (tenant_id, signature_id, id);

CREATE INDEX ix_signature_student_unscanned ON eb.signature USING btree (tenant_id, student_id, signed_on, id) WHERE (((method)::text = 'paper'::text) AND (scan_id IS NULL));

CREATE INDEX ix_signature_unscanned ON eb.signature USING btree (tenant_id, signed_on, id) WHERE (((method)::text = 'paper'::text) AND (scan_id IS NULL));

CREATE INDEX ix_staff_credential_expiry ON eb.staff_credential USING btree (tenant_id, expires_on, id);

CREATE INDEX ix_staff_credential_person ON eb.staff_credential USING btree (tenant_id, principal_id, valid_from, id);

CREATE INDEX ix_staff_leave_person ON eb.staff_leave USING btree (tenant_id, principal_id, from_on, id);

CREATE INDEX ix_stored_file_unscanned ON eb.stored_file USING btree (tenant_id, id) WHERE ((scan_state)::text = ANY ((ARRAY['received'::character varying, 'not_scanned'::character varying])::text[]));

CREATE INDEX ix_strategy_check ON eb.strategy USING btree (tenant_id, next_check_on, id) WHERE ((state)::text = 'in_use'::text);

CREATE INDEX ix_strategy_student ON eb.strategy USING btree (tenant_id, student_id, id);

CREATE INDEX ix_student_by_birth ON eb.student USING btree (tenant_id, born_on, last_key);

CREATE INDEX ix_student_by_name ON eb.student USING btree (tenant_id, last_key, first_key, id);

CREATE INDEX ix_student_key_student ON eb.student_key USING btree (tenant_id, student_id);

CREATE INDEX ix_student_link_other ON eb.student_link USING btree (tenant_id, other_id);

CREATE INDEX ix_student_merged ON eb.student USING btree (tenant_id, id) WHERE (merged_into_id IS NOT NULL);

CREATE INDEX ix_student_name_student ON eb.student_name USING btree (tenant_id, student_id, id);

CREATE INDEX ix_task_assignee ON eb.task USING btree (tenant_id, assignee_id, due_on, id);

CREATE INDEX ix_task_due ON eb.task USING btree (tenant_id, due_on, id);

CREATE INDEX ix_task_escalated ON eb.task USING btree (tenant_id, due_on, id) WHERE (escalated_at IS NOT NULL);

CREATE INDEX ix_task_escalation ON eb.task USING btree (tenant_id, escalate_on) WHERE (((state)::text = ANY ((ARRAY['open'::character varying, 'snoozed'::character varying])::text[])) AND (escalated_at IS NULL));

CREATE INDEX ix_task_source ON eb.task USING btree (tenant_id, source_id) WHERE ((state)::text = ANY ((ARRAY['open'::character varying, 'snoozed'::character varying])::text[]));

CREATE INDEX ix_task_student ON eb.task USING btree (tenant_id, student_id, due_on, id);

CREATE INDEX ix_team_report_section_report ON eb.team_report_section USING btree (tenant_id, report_id, id);

CREATE INDEX ix_team_report_student ON eb.team_report USING btree (tenant_id, student_id, id);

CREATE INDEX ix_transfer_student ON eb.transfer USING btree (tenant_id, student_id, id);

CREATE INDEX ix_transition_packet_gone ON eb.transition_packet USING btree (tenant_id, released_at, id) WHERE (withdrawn_at IS NOT NULL);

CREATE INDEX ix_transition_packet_newest ON eb.transition_packet USING btree (tenant_id, released_at, id);

CREATE INDEX ix_transition_packet_program ON eb.transition_packet USING btree (tenant_id, program_id, released_at, id);

CREATE INDEX ix_transition_packet_student ON eb.transition_packet USING btree (tenant_id, student_id);

CREATE INDEX ix_transition_packet_there ON eb.transition_packet USING btree (tenant_id, released_at, id) WHERE (withdrawn_at IS NULL);

CREATE INDEX ix_transition_plan_student ON eb.transition_plan USING btree (tenant_id, student_id, id);

CREATE INDEX ix_upload_age ON eb.upload USING btree (tenant_id, created_at);

CREATE INDEX ix_upload_file ON eb.upload USING btree (tenant_id, stored_file_id);

CREATE INDEX ix_webhook_delivery_due ON eb.webhook_delivery USING btree (tenant_id, endpoint_id, next_at) WHERE ((done_at IS NULL) AND (dead_at IS NULL));

CREATE INDEX ix_webhook_delivery_event ON eb.webhook_delivery USING btree (tenant_id, event_id);

CREATE INDEX ix_webhook_delivery_log ON eb.webhook_delivery USING btree (tenant_id, endpoint_id, id);

CREATE UNIQUE INDEX uq_agency_partner ON eb.agency USING btree (tenant_id, organisation_id) WHERE (organisation_id IS NOT NULL);

CREATE UNIQUE INDEX uq_assignment_coordinator ON eb.assignment USING btree (tenant_id, student_id) WHERE ((to_on IS NULL) AND ((role)::text = 'coordinator'::text));

CREATE UNIQUE INDEX uq_assignment_live ON eb.assignment USING btree (tenant_id, principal_id, student_id, role) WHERE (to_on IS NULL);

CREATE UNIQUE INDEX uq_enrolment_open ON eb.enrolment USING btree (tenant_id, student_id) WHERE (exited_on IS NULL);

CREATE UNIQUE INDEX uq_equipment_letter_draft ON eb.equipment_letter USING btree (tenant_id, request_id) WHERE ((state)::text = 'draft'::text);

CREATE UNIQUE INDEX uq_equipment_stage_open ON eb.equipment_stage USING btree (tenant_id, request_id) WHERE (to_on IS NULL);

CREATE UNIQUE INDEX uq_equipment_submission_open ON eb.equipment_submission USING btree (tenant_id, request_id) WHERE ((state)::text = ANY ((ARRAY['open'::character varying, 'info_requested'::character varying])::text[]));

CREATE UNIQUE INDEX uq_note_client ON eb.note USING btree (tenant_id, author_id, client_id) WHERE (client_id IS NOT NULL);

CREATE UNIQUE INDEX uq_outbox_position ON eb.outbox USING btree (tenant_id, "position") WHERE ("position" IS NOT NULL);

CREATE UNIQUE INDEX uq_plan_live ON eb.plan USING btree (tenant_id, student_id, program) WHERE ((state)::text = ANY ((ARRAY['active'::character varying, 'in_review'::character varying, 'in_effect'::character varying])::text[]));

CREATE UNIQUE INDEX uq_plan_meeting_set ON eb.plan_meeting USING btree (tenant_id, plan_id) WHERE ((state)::text = 'set'::text);

CREATE UNIQUE INDEX uq_plan_open ON eb.plan USING btree (tenant_id, student_id, program) WHERE (((state)::text = ANY ((ARRAY['draft'::character varying, 'meeting_set'::character varying, 'meeting_held'::character varying, 'awaiting_consent'::character varying, 'offered'::character varying, 'consented'::character varying, 'partially_consented'::character varying])::text[])) AND ((type)::text <> 'interim'::text));

CREATE UNIQUE INDEX uq_referral_sender_ref ON eb.referral USING btree (tenant_id, sender_id, sender_ref) WHERE (sender_ref IS NOT NULL);

CREATE UNIQUE INDEX uq_service_delivery_made_up ON eb.service_delivery USING btree (tenant_id, makes_up_id) WHERE ((NOT entered_in_error) AND (missed_for IS NULL));

CREATE UNIQUE INDEX uq_task_duty ON eb.task USING btree (tenant_id, student_id, rule_id, occurrence) WHERE (((state)::text = ANY ((ARRAY['open'::character varying, 'snoozed'::character varying])::text[])) AND (rule_id IS NOT NULL));

CREATE UNIQUE INDEX uq_team_report_paper_report ON eb.team_report_paper USING btree (tenant_id, report_id);

CREATE UNIQUE INDEX uq_team_report_section_discipline ON eb.team_report_section USING btree (tenant_id, report_id, discipline) WHERE ((state)::text <> 'withdrawn'::text);

CREATE UNIQUE INDEX uq_transfer_open ON eb.transfer USING btree (tenant_id, student_id) WHERE ((state)::text = 'offered'::text);

CREATE UNIQUE INDEX uq_transition_plan_current ON eb.transition_plan USING btree (tenant_id, student_id) WHERE ((state)::text <> 'replaced'::text);

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON eb.access_log FOR EACH ROW EXECUTE FUNCTION eb.refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON eb.access_of_set FOR EACH ROW EXECUTE FUNCTION eb.refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON eb.access_set FOR EACH ROW EXECUTE FUNCTION eb.refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON eb.addendum FOR EACH ROW EXECUTE FUNCTION eb.refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON eb.clock_change FOR EACH ROW EXECUTE FUNCTION eb.refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON eb.deadline_change FOR EACH ROW EXECUTE FUNCTION eb.refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OF tenant_id, id, created_at, created_by, student_id, recipient_id, agency_id, recipient_name, purpose, covers, consent_id, exception, disclosed_on, channel, note ON eb.disclosure FOR EACH ROW EXECUTE FUNCTION eb.refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON eb.document_version FOR EACH ROW EXECUTE FUNCTION eb.refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON eb.letter FOR EACH ROW EXECUTE FUNCTION eb.refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON eb.packet_result FOR EACH ROW EXECUTE FUNCTION eb.refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON eb.plan_decision FOR EACH ROW EXECUTE FUNCTION eb.refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON eb.record_change FOR EACH ROW EXECUTE FUNCTION eb.refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON eb.signature FOR EACH ROW EXECUTE FUNCTION eb.refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON eb.signature_scan FOR EACH ROW EXECUTE FUNCTION eb.refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON eb.team_report_paper FOR EACH ROW EXECUTE FUNCTION eb.refuse_change();

CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON eb.access_log FOR EACH STATEMENT EXECUTE FUNCTION eb.refuse_change();

CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON eb.access_of_set FOR EACH STATEMENT EXECUTE FUNCTION eb.refuse_change();

CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON eb.access_set FOR EACH STATEMENT EXECUTE FUNCTION eb.refuse_change();

CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON eb.addendum FOR EACH STATEMENT EXECUTE FUNCTION eb.refuse_change();

CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON eb.clock_change FOR EACH STATEMENT EXECUTE FUNCTION eb.refuse_change();

CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON eb.deadline_change FOR EACH STATEMENT EXECUTE FUNCTION eb.refuse_change();

CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON eb.disclosure FOR EACH STATEMENT EXECUTE FUNCTION eb.refuse_change();

CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON eb.document_version FOR EACH STATEMENT EXECUTE FUNCTION eb.refuse_change();

CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON eb.letter FOR EACH STATEMENT EXECUTE FUNCTION eb.refuse_change();

CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON eb.packet_result FOR EACH STATEMENT EXECUTE FUNCTION eb.refuse_change();

CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON eb.plan_decision FOR EACH STATEMENT EXECUTE FUNCTION eb.refuse_change();

CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON eb.record_change FOR EACH STATEMENT EXECUTE FUNCTION eb.refuse_change();

CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON eb.signature FOR EACH STATEMENT EXECUTE FUNCTION eb.refuse_change();

CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON eb.signature_scan FOR EACH STATEMENT EXECUTE FUNCTION eb.refuse_change();

CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON eb.team_report_paper FOR EACH STATEMENT EXECUTE FUNCTION eb.refuse_change();

CREATE TRIGGER found_by_changed AFTER UPDATE OF first_name, middle_name, last_name, preferred_name, born_on, external_ids, address ON eb.student FOR EACH ROW EXECUTE FUNCTION eb.found_by_changed();

CREATE TRIGGER found_by_changed AFTER INSERT OR UPDATE ON eb.student_name FOR EACH ROW EXECUTE FUNCTION eb.found_by_changed();

CREATE TRIGGER found_by_new AFTER INSERT ON eb.student REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION eb.found_by_new();

CREATE TRIGGER shown AFTER INSERT ON eb.access_log FOR EACH ROW WHEN ((new.student_ids <> '{}'::uuid[])) EXECUTE FUNCTION eb.note_shown();

ALTER TABLE ONLY eb.addendum
    ADD CONSTRAINT fk_addendum_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.agency_contact
    ADD CONSTRAINT fk_agency_contact_tenant_id_agency_id FOREIGN KEY (tenant_id, agency_id) REFERENCES eb.agency(tenant_id, id);

ALTER TABLE ONLY eb.agency_contact
    ADD CONSTRAINT fk_agency_contact_tenant_id_agency_person_id FOREIGN KEY (tenant_id, agency_person_id) REFERENCES eb.agency_person(tenant_id, id);

ALTER TABLE ONLY eb.agency_contact
    ADD CONSTRAINT fk_agency_contact_tenant_id_consent_id FOREIGN KEY (tenant_id, consent_id) REFERENCES eb.consent(tenant_id, id);

ALTER TABLE ONLY eb.agency_contact
    ADD CONSTRAINT fk_agency_contact_tenant_id_disclosure_id FOREIGN KEY (tenant_id, disclosure_id) REFERENCES eb.disclosure(tenant_id, id);

ALTER TABLE ONLY eb.agency_contact
    ADD CONSTRAINT fk_agency_contact_tenant_id_principal_id FOREIGN KEY (tenant_id, principal_id) REFERENCES eb.principal(tenant_id, id);

ALTER TABLE ONLY eb.agency_contact
    ADD CONSTRAINT fk_agency_contact_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.agency
    ADD CONSTRAINT fk_agency_organisation_id FOREIGN KEY (organisation_id) REFERENCES eb.organisation(id);

ALTER TABLE ONLY eb.agency_person
    ADD CONSTRAINT fk_agency_person_tenant_id_agency_id FOREIGN KEY (tenant_id, agency_id) REFERENCES eb.agency(tenant_id, id);

ALTER TABLE ONLY eb.agency_person
    ADD CONSTRAINT fk_agency_person_tenant_id_site_id FOREIGN KEY (tenant_id, site_id) REFERENCES eb.agency_site(tenant_id, id);

ALTER TABLE ONLY eb.agency_service
    ADD CONSTRAINT fk_agency_service_tenant_id_agency_id FOREIGN KEY (tenant_id, agency_id) REFERENCES eb.agency(tenant_id, id);

ALTER TABLE ONLY eb.agency_service
    ADD CONSTRAINT fk_agency_service_tenant_id_site_id FOREIGN KEY (tenant_id, site_id) REFERENCES eb.agency_site(tenant_id, id);

ALTER TABLE ONLY eb.agency_site
    ADD CONSTRAINT fk_agency_site_tenant_id_agency_id FOREIGN KEY (tenant_id, agency_id) REFERENCES eb.agency(tenant_id, id);

ALTER TABLE ONLY eb.assessment
    ADD CONSTRAINT fk_assessment_came_from_id FOREIGN KEY (came_from_id) REFERENCES eb.organisation(id);

ALTER TABLE ONLY eb.assessment
    ADD CONSTRAINT fk_assessment_tenant_id_consent_id FOREIGN KEY (tenant_id, consent_id) REFERENCES eb.consent(tenant_id, id);

ALTER TABLE ONLY eb.assessment
    ADD CONSTRAINT fk_assessment_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.assignment
    ADD CONSTRAINT fk_assignment_tenant_id_assessment_id FOREIGN KEY (tenant_id, assessment_id) REFERENCES eb.assessment(tenant_id, id);

ALTER TABLE ONLY eb.assignment
    ADD CONSTRAINT fk_assignment_tenant_id_principal_id FOREIGN KEY (tenant_id, principal_id) REFERENCES eb.principal(tenant_id, id);

ALTER TABLE ONLY eb.assignment
    ADD CONSTRAINT fk_assignment_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.case_event
    ADD CONSTRAINT fk_case_event_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.case_pause
    ADD CONSTRAINT fk_case_pause_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.clock_change
    ADD CONSTRAINT fk_clock_change_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.consent
    ADD CONSTRAINT fk_consent_recipient_id FOREIGN KEY (recipient_id) REFERENCES eb.organisation(id);

ALTER TABLE ONLY eb.consent
    ADD CONSTRAINT fk_consent_tenant_id_agency_id FOREIGN KEY (tenant_id, agency_id) REFERENCES eb.agency(tenant_id, id);

ALTER TABLE ONLY eb.consent
    ADD CONSTRAINT fk_consent_tenant_id_contact_id FOREIGN KEY (tenant_id, contact_id) REFERENCES eb.contact(tenant_id, id);

ALTER TABLE ONLY eb.consent
    ADD CONSTRAINT fk_consent_tenant_id_scan_id FOREIGN KEY (tenant_id, scan_id) REFERENCES eb.document_version(tenant_id, id);

ALTER TABLE ONLY eb.consent
    ADD CONSTRAINT fk_consent_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.contact
    ADD CONSTRAINT fk_contact_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.deadline_change
    ADD CONSTRAINT fk_deadline_change_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.deadline_note
    ADD CONSTRAINT fk_deadline_note_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.deadline_note
    ADD CONSTRAINT fk_deadline_note_tenant_id_waived_by_id FOREIGN KEY (tenant_id, waived_by_id) REFERENCES eb.contact(tenant_id, id);

ALTER TABLE ONLY eb.deadline
    ADD CONSTRAINT fk_deadline_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.delegation
    ADD CONSTRAINT fk_delegation_tenant_id_contact_id FOREIGN KEY (tenant_id, contact_id) REFERENCES eb.contact(tenant_id, id);

ALTER TABLE ONLY eb.delegation
    ADD CONSTRAINT fk_delegation_tenant_id_line_id FOREIGN KEY (tenant_id, line_id) REFERENCES eb.service_line(tenant_id, id);

ALTER TABLE ONLY eb.delegation
    ADD CONSTRAINT fk_delegation_tenant_id_principal_id FOREIGN KEY (tenant_id, principal_id) REFERENCES eb.principal(tenant_id, id);

ALTER TABLE ONLY eb.delegation
    ADD CONSTRAINT fk_delegation_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.delegation
    ADD CONSTRAINT fk_delegation_tenant_id_supervisor_id FOREIGN KEY (tenant_id, supervisor_id) REFERENCES eb.principal(tenant_id, id);

ALTER TABLE ONLY eb.disclosure
    ADD CONSTRAINT fk_disclosure_recipient_id FOREIGN KEY (recipient_id) REFERENCES eb.organisation(id);

ALTER TABLE ONLY eb.disclosure
    ADD CONSTRAINT fk_disclosure_tenant_id_agency_id FOREIGN KEY (tenant_id, agency_id) REFERENCES eb.agency(tenant_id, id);

ALTER TABLE ONLY eb.disclosure
    ADD CONSTRAINT fk_disclosure_tenant_id_consent_id FOREIGN KEY (tenant_id, consent_id) REFERENCES eb.consent(tenant_id, id);

ALTER TABLE ONLY eb.disclosure
    ADD CONSTRAINT fk_disclosure_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.district_area
    ADD CONSTRAINT fk_district_area_district_id FOREIGN KEY (district_id) REFERENCES eb.organisation(id);

ALTER TABLE ONLY eb.document
    ADD CONSTRAINT fk_document_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.document_version
    ADD CONSTRAINT fk_document_version_tenant_id_document_id FOREIGN KEY (tenant_id, document_id) REFERENCES eb.document(tenant_id, id);

ALTER TABLE ONLY eb.document_version
    ADD CONSTRAINT fk_document_version_tenant_id_stored_file_id FOREIGN KEY (tenant_id, stored_file_id) REFERENCES eb.stored_file(tenant_id, id);

ALTER TABLE ONLY eb.document_version
    ADD CONSTRAINT fk_document_version_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.eligibility_decision
    ADD CONSTRAINT fk_eligibility_decision_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.emergency_access
    ADD CONSTRAINT fk_emergency_access_tenant_id_principal_id FOREIGN KEY (tenant_id, principal_id) REFERENCES eb.principal(tenant_id, id);

ALTER TABLE ONLY eb.emergency_access
    ADD CONSTRAINT fk_emergency_access_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.enrolment
    ADD CONSTRAINT fk_enrolment_tenant_id_referral_id FOREIGN KEY (tenant_id, referral_id) REFERENCES eb.referral(tenant_id, id);

ALTER TABLE ONLY eb.enrolment
    ADD CONSTRAINT fk_enrolment_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.equipment_item
    ADD CONSTRAINT fk_equipment_item_tenant_id_funder_id FOREIGN KEY (tenant_id, funder_id) REFERENCES eb.equipment_funder(tenant_id, id);

ALTER TABLE ONLY eb.equipment_item
    ADD CONSTRAINT fk_equipment_item_tenant_id_part_of_id FOREIGN KEY (tenant_id, part_of_id) REFERENCES eb.equipment_item(tenant_id, id);

ALTER TABLE ONLY eb.equipment_item
    ADD CONSTRAINT fk_equipment_item_tenant_id_recall_id FOREIGN KEY (tenant_id, recall_id) REFERENCES eb.equipment_recall(tenant_id, id);

ALTER TABLE ONLY eb.equipment_item
    ADD CONSTRAINT fk_equipment_item_tenant_id_request_id FOREIGN KEY (tenant_id, request_id) REFERENCES eb.equipment_request(tenant_id, id);

ALTER TABLE ONLY eb.equipment_item
    ADD CONSTRAINT fk_equipment_item_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.equipment_letter
    ADD CONSTRAINT fk_equipment_letter_tenant_id_answers_id FOREIGN KEY (tenant_id, answers_id) REFERENCES eb.equipment_submission(tenant_id, id);

ALTER TABLE ONLY eb.equipment_letter
    ADD CONSTRAINT fk_equipment_letter_tenant_id_derived_from_id FOREIGN KEY (tenant_id, derived_from_id) REFERENCES eb.equipment_letter(tenant_id, id);

ALTER TABLE ONLY eb.equipment_letter
    ADD CONSTRAINT fk_equipment_letter_tenant_id_request_id FOREIGN KEY (tenant_id, request_id) REFERENCES eb.equipment_request(tenant_id, id);

ALTER TABLE ONLY eb.equipment_letter
    ADD CONSTRAINT fk_equipment_letter_tenant_id_signed_by FOREIGN KEY (tenant_id, signed_by) REFERENCES eb.principal(tenant_id, id);

ALTER TABLE ONLY eb.equipment_letter
    ADD CONSTRAINT fk_equipment_letter_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.equipment_measurement
    ADD CONSTRAINT fk_equipment_measurement_tenant_id_request_id FOREIGN KEY (tenant_id, request_id) REFERENCES eb.equipment_request(tenant_id, id);

ALTER TABLE ONLY eb.equipment_measurement
    ADD CONSTRAINT fk_equipment_measurement_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.equipment_order
    ADD CONSTRAINT fk_equipment_order_tenant_id_request_id FOREIGN KEY (tenant_id, request_id) REFERENCES eb.equipment_request(tenant_id, id);

ALTER TABLE ONLY eb.equipment_order
    ADD CONSTRAINT fk_equipment_order_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.equipment_order
    ADD CONSTRAINT fk_equipment_order_tenant_id_vendor_id FOREIGN KEY (tenant_id, vendor_id) REFERENCES eb.equipment_vendor(tenant_id, id);

ALTER TABLE ONLY eb.equipment_photo
    ADD CONSTRAINT fk_equipment_photo_tenant_id_document_version_id FOREIGN KEY (tenant_id, document_version_id) REFERENCES eb.document_version(tenant_id, id);

ALTER TABLE ONLY eb.equipment_photo
    ADD CONSTRAINT fk_equipment_photo_tenant_id_request_id FOREIGN KEY (tenant_id, request_id) REFERENCES eb.equipment_request(tenant_id, id);

ALTER TABLE ONLY eb.equipment_photo
    ADD CONSTRAINT fk_equipment_photo_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.equipment_photo
    ADD CONSTRAINT fk_equipment_photo_tenant_id_trial_id FOREIGN KEY (tenant_id, trial_id) REFERENCES eb.equipment_trial(tenant_id, id);

ALTER TABLE ONLY eb.equipment_request
    ADD CONSTRAINT fk_equipment_request_tenant_id_assessment_id FOREIGN KEY (tenant_id, assessment_id) REFERENCES eb.assessment(tenant_id, id);

ALTER TABLE ONLY eb.equipment_request
    ADD CONSTRAINT fk_equipment_request_tenant_id_carries_on_id FOREIGN KEY (tenant_id, carries_on_id) REFERENCES eb.equipment_request(tenant_id, id);

ALTER TABLE ONLY eb.equipment_request
    ADD CONSTRAINT fk_equipment_request_tenant_id_family_agreed_by FOREIGN KEY (tenant_id, family_agreed_by) REFERENCES eb.contact(tenant_id, id);

ALTER TABLE ONLY eb.equipment_request
    ADD CONSTRAINT fk_equipment_request_tenant_id_funder_id FOREIGN KEY (tenant_id, funder_id) REFERENCES eb.equipment_funder(tenant_id, id);

ALTER TABLE ONLY eb.equipment_request
    ADD CONSTRAINT fk_equipment_request_tenant_id_plan_id FOREIGN KEY (tenant_id, plan_id) REFERENCES eb.plan(tenant_id, id);

ALTER TABLE ONLY eb.equipment_request
    ADD CONSTRAINT fk_equipment_request_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.equipment_request
    ADD CONSTRAINT fk_equipment_request_tenant_id_visit_id FOREIGN KEY (tenant_id, visit_id) REFERENCES eb.service_delivery(tenant_id, id);

ALTER TABLE ONLY eb.equipment_stage
    ADD CONSTRAINT fk_equipment_stage_tenant_id_funder_id FOREIGN KEY (tenant_id, funder_id) REFERENCES eb.equipment_funder(tenant_id, id);

ALTER TABLE ONLY eb.equipment_stage
    ADD CONSTRAINT fk_equipment_stage_tenant_id_request_id FOREIGN KEY (tenant_id, request_id) REFERENCES eb.equipment_request(tenant_id, id);

ALTER TABLE ONLY eb.equipment_stage
    ADD CONSTRAINT fk_equipment_stage_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.equipment_submission
    ADD CONSTRAINT fk_equipment_submission_tenant_id_funder_id FOREIGN KEY (tenant_id, funder_id) REFERENCES eb.equipment_funder(tenant_id, id);

ALTER TABLE ONLY eb.equipment_submission
    ADD CONSTRAINT fk_equipment_submission_tenant_id_letter_id FOREIGN KEY (tenant_id, letter_id) REFERENCES eb.equipment_letter(tenant_id, id);

ALTER TABLE ONLY eb.equipment_submission
    ADD CONSTRAINT fk_equipment_submission_tenant_id_request_id FOREIGN KEY (tenant_id, request_id) REFERENCES eb.equipment_request(tenant_id, id);

ALTER TABLE ONLY eb.equipment_submission
    ADD CONSTRAINT fk_equipment_submission_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.equipment_training
    ADD CONSTRAINT fk_equipment_training_tenant_id_contact_id FOREIGN KEY (tenant_id, contact_id) REFERENCES eb.contact(tenant_id, id);

ALTER TABLE ONLY eb.equipment_training
    ADD CONSTRAINT fk_equipment_training_tenant_id_principal_id FOREIGN KEY (tenant_id, principal_id) REFERENCES eb.principal(tenant_id, id);

ALTER TABLE ONLY eb.equipment_training
    ADD CONSTRAINT fk_equipment_training_tenant_id_request_id FOREIGN KEY (tenant_id, request_id) REFERENCES eb.equipment_request(tenant_id, id);

ALTER TABLE ONLY eb.equipment_training
    ADD CONSTRAINT fk_equipment_training_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.equipment_trial
    ADD CONSTRAINT fk_equipment_trial_tenant_id_item_id FOREIGN KEY (tenant_id, item_id) REFERENCES eb.equipment_item(tenant_id, id);

ALTER TABLE ONLY eb.equipment_trial
    ADD CONSTRAINT fk_equipment_trial_tenant_id_request_id FOREIGN KEY (tenant_id, request_id) REFERENCES eb.equipment_request(tenant_id, id);

ALTER TABLE ONLY eb.equipment_trial
    ADD CONSTRAINT fk_equipment_trial_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.health_entry
    ADD CONSTRAINT fk_health_entry_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.incoming_transfer
    ADD CONSTRAINT fk_incoming_transfer_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.letter
    ADD CONSTRAINT fk_letter_organisation_id FOREIGN KEY (organisation_id) REFERENCES eb.organisation(id);

ALTER TABLE ONLY eb.letter
    ADD CONSTRAINT fk_letter_tenant_id_contact_id FOREIGN KEY (tenant_id, contact_id) REFERENCES eb.contact(tenant_id, id);

ALTER TABLE ONLY eb.letter
    ADD CONSTRAINT fk_letter_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.loan_item
    ADD CONSTRAINT fk_loan_item_tenant_id_recall_id FOREIGN KEY (tenant_id, recall_id) REFERENCES eb.equipment_recall(tenant_id, id);

ALTER TABLE ONLY eb.loan
    ADD CONSTRAINT fk_loan_tenant_id_item_id FOREIGN KEY (tenant_id, item_id) REFERENCES eb.loan_item(tenant_id, id);

ALTER TABLE ONLY eb.loan
    ADD CONSTRAINT fk_loan_tenant_id_request_id FOREIGN KEY (tenant_id, request_id) REFERENCES eb.equipment_request(tenant_id, id);

ALTER TABLE ONLY eb.loan
    ADD CONSTRAINT fk_loan_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.meeting_invitee
    ADD CONSTRAINT fk_meeting_invitee_tenant_id_agency_person_id FOREIGN KEY (tenant_id, agency_person_id) REFERENCES eb.agency_person(tenant_id, id);

ALTER TABLE ONLY eb.meeting_invitee
    ADD CONSTRAINT fk_meeting_invitee_tenant_id_contact_id FOREIGN KEY (tenant_id, contact_id) REFERENCES eb.contact(tenant_id, id);

ALTER TABLE ONLY eb.meeting_invitee
    ADD CONSTRAINT fk_meeting_invitee_tenant_id_meeting_id FOREIGN KEY (tenant_id, meeting_id) REFERENCES eb.meeting(tenant_id, id);

ALTER TABLE ONLY eb.meeting_invitee
    ADD CONSTRAINT fk_meeting_invitee_tenant_id_principal_id FOREIGN KEY (tenant_id, principal_id) REFERENCES eb.principal(tenant_id, id);

ALTER TABLE ONLY eb.meeting_invitee
    ADD CONSTRAINT fk_meeting_invitee_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.meeting
    ADD CONSTRAINT fk_meeting_tenant_id_event_id FOREIGN KEY (tenant_id, event_id) REFERENCES eb.case_event(tenant_id, id);

ALTER TABLE ONLY eb.meeting
    ADD CONSTRAINT fk_meeting_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.name_form
    ADD CONSTRAINT fk_name_form_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.note
    ADD CONSTRAINT fk_note_tenant_id_addendum_to_id FOREIGN KEY (tenant_id, addendum_to_id) REFERENCES eb.note(tenant_id, id);

ALTER TABLE ONLY eb.note
    ADD CONSTRAINT fk_note_tenant_id_agency_contact_id FOREIGN KEY (tenant_id, agency_contact_id) REFERENCES eb.agency_contact(tenant_id, id);

ALTER TABLE ONLY eb.note
    ADD CONSTRAINT fk_note_tenant_id_author_id FOREIGN KEY (tenant_id, author_id) REFERENCES eb.principal(tenant_id, id);

ALTER TABLE ONLY eb.note
    ADD CONSTRAINT fk_note_tenant_id_co_signer_id FOREIGN KEY (tenant_id, co_signer_id) REFERENCES eb.principal(tenant_id, id);

ALTER TABLE ONLY eb.note
    ADD CONSTRAINT fk_note_tenant_id_delivery_id FOREIGN KEY (tenant_id, delivery_id) REFERENCES eb.service_delivery(tenant_id, id);

ALTER TABLE ONLY eb.note
    ADD CONSTRAINT fk_note_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.outbound_referral
    ADD CONSTRAINT fk_outbound_referral_tenant_id_agency_id FOREIGN KEY (tenant_id, agency_id) REFERENCES eb.agency(tenant_id, id);

ALTER TABLE ONLY eb.outbound_referral
    ADD CONSTRAINT fk_outbound_referral_tenant_id_agency_person_id FOREIGN KEY (tenant_id, agency_person_id) REFERENCES eb.agency_person(tenant_id, id);

ALTER TABLE ONLY eb.outbound_referral
    ADD CONSTRAINT fk_outbound_referral_tenant_id_agency_service_id FOREIGN KEY (tenant_id, agency_service_id) REFERENCES eb.agency_service(tenant_id, id);

ALTER TABLE ONLY eb.outbound_referral
    ADD CONSTRAINT fk_outbound_referral_tenant_id_disclosure_id FOREIGN KEY (tenant_id, disclosure_id) REFERENCES eb.disclosure(tenant_id, id);

ALTER TABLE ONLY eb.outbound_referral
    ADD CONSTRAINT fk_outbound_referral_tenant_id_owner_id FOREIGN KEY (tenant_id, owner_id) REFERENCES eb.principal(tenant_id, id);

ALTER TABLE ONLY eb.outbound_referral
    ADD CONSTRAINT fk_outbound_referral_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.packet
    ADD CONSTRAINT fk_packet_district_id FOREIGN KEY (district_id) REFERENCES eb.organisation(id);

ALTER TABLE ONLY eb.packet
    ADD CONSTRAINT fk_packet_tenant_id_consent_id FOREIGN KEY (tenant_id, consent_id) REFERENCES eb.consent(tenant_id, id);

ALTER TABLE ONLY eb.packet
    ADD CONSTRAINT fk_packet_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.partnership
    ADD CONSTRAINT fk_partnership_partner_id FOREIGN KEY (partner_id) REFERENCES eb.organisation(id);

ALTER TABLE ONLY eb.plan_decision
    ADD CONSTRAINT fk_plan_decision_tenant_id_contact_id FOREIGN KEY (tenant_id, contact_id) REFERENCES eb.contact(tenant_id, id);

ALTER TABLE ONLY eb.plan_decision
    ADD CONSTRAINT fk_plan_decision_tenant_id_line_id FOREIGN KEY (tenant_id, line_id) REFERENCES eb.service_line(tenant_id, id);

ALTER TABLE ONLY eb.plan_decision
    ADD CONSTRAINT fk_plan_decision_tenant_id_plan_id FOREIGN KEY (tenant_id, plan_id) REFERENCES eb.plan(tenant_id, id);

ALTER TABLE ONLY eb.plan_decision
    ADD CONSTRAINT fk_plan_decision_tenant_id_signature_id FOREIGN KEY (tenant_id, signature_id) REFERENCES eb.signature(tenant_id, id);

ALTER TABLE ONLY eb.plan_decision
    ADD CONSTRAINT fk_plan_decision_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.plan_meeting
    ADD CONSTRAINT fk_plan_meeting_tenant_id_plan_id FOREIGN KEY (tenant_id, plan_id) REFERENCES eb.plan(tenant_id, id);

ALTER TABLE ONLY eb.plan_meeting
    ADD CONSTRAINT fk_plan_meeting_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.plan
    ADD CONSTRAINT fk_plan_tenant_id_base_id FOREIGN KEY (tenant_id, base_id) REFERENCES eb.plan(tenant_id, id);

ALTER TABLE ONLY eb.plan
    ADD CONSTRAINT fk_plan_tenant_id_coordinator_id FOREIGN KEY (tenant_id, coordinator_id) REFERENCES eb.principal(tenant_id, id);

ALTER TABLE ONLY eb.plan
    ADD CONSTRAINT fk_plan_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.recomputation
    ADD CONSTRAINT fk_recomputation_district_id FOREIGN KEY (district_id) REFERENCES eb.organisation(id);

ALTER TABLE ONLY eb.record_change
    ADD CONSTRAINT fk_record_change_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.record_request
    ADD CONSTRAINT fk_record_request_tenant_id_contact_id FOREIGN KEY (tenant_id, contact_id) REFERENCES eb.contact(tenant_id, id);

ALTER TABLE ONLY eb.record_request
    ADD CONSTRAINT fk_record_request_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.referral_attachment
    ADD CONSTRAINT fk_referral_attachment_tenant_id_document_id FOREIGN KEY (tenant_id, document_id) REFERENCES eb.document(tenant_id, id);

ALTER TABLE ONLY eb.referral_attachment
    ADD CONSTRAINT fk_referral_attachment_tenant_id_referral_id FOREIGN KEY (tenant_id, referral_id) REFERENCES eb.referral(tenant_id, id);

ALTER TABLE ONLY eb.referral_attachment
    ADD CONSTRAINT fk_referral_attachment_tenant_id_stored_file_id FOREIGN KEY (tenant_id, stored_file_id) REFERENCES eb.stored_file(tenant_id, id);

ALTER TABLE ONLY eb.referral
    ADD CONSTRAINT fk_referral_tenant_id_interim_coordinator_id FOREIGN KEY (tenant_id, interim_coordinator_id) REFERENCES eb.principal(tenant_id, id);

ALTER TABLE ONLY eb.referral
    ADD CONSTRAINT fk_referral_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.residence
    ADD CONSTRAINT fk_residence_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.resource_given
    ADD CONSTRAINT fk_resource_given_tenant_id_agency_id FOREIGN KEY (tenant_id, agency_id) REFERENCES eb.agency(tenant_id, id);

ALTER TABLE ONLY eb.resource_given
    ADD CONSTRAINT fk_resource_given_tenant_id_agency_service_id FOREIGN KEY (tenant_id, agency_service_id) REFERENCES eb.agency_service(tenant_id, id);

ALTER TABLE ONLY eb.resource_given
    ADD CONSTRAINT fk_resource_given_tenant_id_contact_id FOREIGN KEY (tenant_id, contact_id) REFERENCES eb.contact(tenant_id, id);

ALTER TABLE ONLY eb.resource_given
    ADD CONSTRAINT fk_resource_given_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.school_calendar
    ADD CONSTRAINT fk_school_calendar_district_id FOREIGN KEY (district_id) REFERENCES eb.organisation(id);

ALTER TABLE ONLY eb.sent_attachment
    ADD CONSTRAINT fk_sent_attachment_tenant_id_referral_id FOREIGN KEY (tenant_id, referral_id) REFERENCES eb.referral_status(tenant_id, id);

ALTER TABLE ONLY eb.sent_attachment
    ADD CONSTRAINT fk_sent_attachment_tenant_id_stored_file_id FOREIGN KEY (tenant_id, stored_file_id) REFERENCES eb.stored_file(tenant_id, id);

ALTER TABLE ONLY eb.service_delivery
    ADD CONSTRAINT fk_service_delivery_tenant_id_line_id FOREIGN KEY (tenant_id, line_id) REFERENCES eb.service_line(tenant_id, id);

ALTER TABLE ONLY eb.service_delivery
    ADD CONSTRAINT fk_service_delivery_tenant_id_makes_up_id FOREIGN KEY (tenant_id, makes_up_id) REFERENCES eb.service_delivery(tenant_id, id);

ALTER TABLE ONLY eb.service_delivery
    ADD CONSTRAINT fk_service_delivery_tenant_id_provider_id FOREIGN KEY (tenant_id, provider_id) REFERENCES eb.principal(tenant_id, id);

ALTER TABLE ONLY eb.service_delivery
    ADD CONSTRAINT fk_service_delivery_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.service_line
    ADD CONSTRAINT fk_service_line_tenant_id_plan_id FOREIGN KEY (tenant_id, plan_id) REFERENCES eb.plan(tenant_id, id);

ALTER TABLE ONLY eb.service_line
    ADD CONSTRAINT fk_service_line_tenant_id_provider_id FOREIGN KEY (tenant_id, provider_id) REFERENCES eb.principal(tenant_id, id);

ALTER TABLE ONLY eb.service_line
    ADD CONSTRAINT fk_service_line_tenant_id_replaces_id FOREIGN KEY (tenant_id, replaces_id) REFERENCES eb.service_line(tenant_id, id);

ALTER TABLE ONLY eb.service_line
    ADD CONSTRAINT fk_service_line_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.signature_scan
    ADD CONSTRAINT fk_signature_scan_tenant_id_scan_id FOREIGN KEY (tenant_id, scan_id) REFERENCES eb.document_version(tenant_id, id);

ALTER TABLE ONLY eb.signature_scan
    ADD CONSTRAINT fk_signature_scan_tenant_id_signature_id FOREIGN KEY (tenant_id, signature_id) REFERENCES eb.signature(tenant_id, id);

ALTER TABLE ONLY eb.signature_scan
    ADD CONSTRAINT fk_signature_scan_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.signature
    ADD CONSTRAINT fk_signature_tenant_id_contact_id FOREIGN KEY (tenant_id, contact_id) REFERENCES eb.contact(tenant_id, id);

ALTER TABLE ONLY eb.signature
    ADD CONSTRAINT fk_signature_tenant_id_principal_id FOREIGN KEY (tenant_id, principal_id) REFERENCES eb.principal(tenant_id, id);

ALTER TABLE ONLY eb.signature
    ADD CONSTRAINT fk_signature_tenant_id_scan_id FOREIGN KEY (tenant_id, scan_id) REFERENCES eb.document_version(tenant_id, id);

ALTER TABLE ONLY eb.signature
    ADD CONSTRAINT fk_signature_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.staff_credential
    ADD CONSTRAINT fk_staff_credential_tenant_id_principal_id FOREIGN KEY (tenant_id, principal_id) REFERENCES eb.principal(tenant_id, id);

ALTER TABLE ONLY eb.staff_credential
    ADD CONSTRAINT fk_staff_credential_tenant_id_supervisor_id FOREIGN KEY (tenant_id, supervisor_id) REFERENCES eb.principal(tenant_id, id);

ALTER TABLE ONLY eb.staff_leave
    ADD CONSTRAINT fk_staff_leave_tenant_id_cover_id FOREIGN KEY (tenant_id, cover_id) REFERENCES eb.principal(tenant_id, id);

ALTER TABLE ONLY eb.staff_leave
    ADD CONSTRAINT fk_staff_leave_tenant_id_principal_id FOREIGN KEY (tenant_id, principal_id) REFERENCES eb.principal(tenant_id, id);

ALTER TABLE ONLY eb.strategy
    ADD CONSTRAINT fk_strategy_tenant_id_line_id FOREIGN KEY (tenant_id, line_id) REFERENCES eb.service_line(tenant_id, id);

ALTER TABLE ONLY eb.strategy
    ADD CONSTRAINT fk_strategy_tenant_id_started_by_id FOREIGN KEY (tenant_id, started_by_id) REFERENCES eb.principal(tenant_id, id);

ALTER TABLE ONLY eb.strategy
    ADD CONSTRAINT fk_strategy_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.student
    ADD CONSTRAINT fk_student_district_id FOREIGN KEY (district_id) REFERENCES eb.organisation(id);

ALTER TABLE ONLY eb.student_key
    ADD CONSTRAINT fk_student_key_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.student_link
    ADD CONSTRAINT fk_student_link_tenant_id_other_id FOREIGN KEY (tenant_id, other_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.student_link
    ADD CONSTRAINT fk_student_link_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.student_name
    ADD CONSTRAINT fk_student_name_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.task
    ADD CONSTRAINT fk_task_tenant_id_assignee_id FOREIGN KEY (tenant_id, assignee_id) REFERENCES eb.principal(tenant_id, id);

ALTER TABLE ONLY eb.task
    ADD CONSTRAINT fk_task_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.team_report_paper
    ADD CONSTRAINT fk_team_report_paper_tenant_id_report_id FOREIGN KEY (tenant_id, report_id) REFERENCES eb.team_report(tenant_id, id);

ALTER TABLE ONLY eb.team_report_paper
    ADD CONSTRAINT fk_team_report_paper_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.team_report_section
    ADD CONSTRAINT fk_team_report_section_tenant_id_author_id FOREIGN KEY (tenant_id, author_id) REFERENCES eb.principal(tenant_id, id);

ALTER TABLE ONLY eb.team_report_section
    ADD CONSTRAINT fk_team_report_section_tenant_id_co_signer_id FOREIGN KEY (tenant_id, co_signer_id) REFERENCES eb.principal(tenant_id, id);

ALTER TABLE ONLY eb.team_report_section
    ADD CONSTRAINT fk_team_report_section_tenant_id_report_id FOREIGN KEY (tenant_id, report_id) REFERENCES eb.team_report(tenant_id, id);

ALTER TABLE ONLY eb.team_report_section
    ADD CONSTRAINT fk_team_report_section_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.team_report
    ADD CONSTRAINT fk_team_report_tenant_id_meeting_id FOREIGN KEY (tenant_id, meeting_id) REFERENCES eb.meeting(tenant_id, id);

ALTER TABLE ONLY eb.team_report
    ADD CONSTRAINT fk_team_report_tenant_id_plan_id FOREIGN KEY (tenant_id, plan_id) REFERENCES eb.plan(tenant_id, id);

ALTER TABLE ONLY eb.team_report
    ADD CONSTRAINT fk_team_report_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.team_report
    ADD CONSTRAINT fk_team_report_tenant_id_superseded_by_id FOREIGN KEY (tenant_id, superseded_by_id) REFERENCES eb.team_report(tenant_id, id);

ALTER TABLE ONLY eb.team_report
    ADD CONSTRAINT fk_team_report_tenant_id_supersedes_id FOREIGN KEY (tenant_id, supersedes_id) REFERENCES eb.team_report(tenant_id, id);

ALTER TABLE ONLY eb.transfer
    ADD CONSTRAINT fk_transfer_receiver_id FOREIGN KEY (receiver_id) REFERENCES eb.organisation(id);

ALTER TABLE ONLY eb.transfer
    ADD CONSTRAINT fk_transfer_tenant_id_consent_id FOREIGN KEY (tenant_id, consent_id) REFERENCES eb.consent(tenant_id, id);

ALTER TABLE ONLY eb.transfer
    ADD CONSTRAINT fk_transfer_tenant_id_disclosure_id FOREIGN KEY (tenant_id, disclosure_id) REFERENCES eb.disclosure(tenant_id, id);

ALTER TABLE ONLY eb.transfer
    ADD CONSTRAINT fk_transfer_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.transition_plan
    ADD CONSTRAINT fk_transition_plan_tenant_id_student_id FOREIGN KEY (tenant_id, student_id) REFERENCES eb.student(tenant_id, id);

ALTER TABLE ONLY eb.transition_setting
    ADD CONSTRAINT fk_transition_setting_state_agency_id FOREIGN KEY (state_agency_id) REFERENCES eb.organisation(id);

ALTER TABLE ONLY eb.upload
    ADD CONSTRAINT fk_upload_tenant_id_stored_file_id FOREIGN KEY (tenant_id, stored_file_id) REFERENCES eb.stored_file(tenant_id, id);

ALTER TABLE ONLY eb.webhook_delivery
    ADD CONSTRAINT fk_webhook_delivery_tenant_id_endpoint_id FOREIGN KEY (tenant_id, endpoint_id) REFERENCES eb.webhook_endpoint(tenant_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY eb.webhook_delivery
    ADD CONSTRAINT fk_webhook_delivery_tenant_id_event_id FOREIGN KEY (tenant_id, event_id) REFERENCES eb.outbox(tenant_id, id) ON DELETE CASCADE;

ALTER TABLE eb.access_log ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.access_of_set ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.access_set ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.addendum ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.agency ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.agency_contact ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.agency_person ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.agency_service ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.agency_site ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.assessment ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.assignment ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.case_event ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.case_pause ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.client_assertion ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.client_credential ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.clock_change ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.consent ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.contact ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.deadline ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.deadline_change ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.deadline_note ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.delegation ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.disclosure ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.district_area ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.document ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.document_version ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.eligibility_decision ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.emergency_access ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.enrolment ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.equipment_funder ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.equipment_item ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.equipment_letter ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.equipment_measurement ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.equipment_order ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.equipment_photo ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.equipment_policy ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.equipment_recall ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.equipment_request ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.equipment_stage ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.equipment_submission ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.equipment_training ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.equipment_trial ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.equipment_vendor ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.health_entry ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.holiday ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.idempotency_key ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.import_line ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.incoming_transfer ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.lea_notice ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.letter ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.loan ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.loan_item ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.meeting ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.meeting_invitee ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.name_form ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.name_variant ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.note ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.outbound_referral ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.outbox ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.packet ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.packet_result ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.partnership ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.plan ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.plan_decision ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.plan_meeting ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.principal ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.program_setting ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.recomputation ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.record_change ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.record_request ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.referral ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.referral_attachment ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.referral_draft ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.referral_status ENABLE ROW LEVEL SECURITY;

CREATE POLICY relay ON eb.client_assertion TO eb_relay USING ((expires_at < now())) WITH CHECK ((expires_at < now()));

CREATE POLICY relay ON eb.idempotency_key TO eb_relay USING ((created_at < (now() - '30 days'::interval))) WITH CHECK ((created_at < (now() - '30 days'::interval)));

CREATE POLICY relay ON eb.outbox TO eb_relay USING (true) WITH CHECK (true);

CREATE POLICY relay ON eb.record_change TO eb_relay USING (((resource)::text = 'webhook-endpoint'::text)) WITH CHECK (((resource)::text = 'webhook-endpoint'::text));

CREATE POLICY relay ON eb.webhook_delivery TO eb_relay USING (true) WITH CHECK (true);

CREATE POLICY relay ON eb.webhook_endpoint TO eb_relay USING (true) WITH CHECK (true);

ALTER TABLE eb.residence ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.resource_given ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.school_area ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.school_calendar ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.sent_attachment ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.service_delivery ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.service_line ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.signature ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.signature_scan ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.staff_credential ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.staff_leave ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.stored_file ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.strategy ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.student ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.student_key ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.student_link ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.student_name ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.task ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.team_report ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.team_report_paper ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.team_report_section ENABLE ROW LEVEL SECURITY;

CREATE POLICY tenant ON eb.access_log TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.access_of_set TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.access_set TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.addendum TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.agency TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.agency_contact TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.agency_person TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.agency_service TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.agency_site TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.assessment TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.assignment TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.case_event TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.case_pause TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.client_assertion TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.client_credential TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.clock_change TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.consent TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.contact TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.deadline TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.deadline_change TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.deadline_note TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.delegation TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.disclosure TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.district_area TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.document TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.document_version TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.eligibility_decision TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.emergency_access TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.enrolment TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.equipment_funder TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.equipment_item TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.equipment_letter TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.equipment_measurement TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.equipment_order TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.equipment_photo TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.equipment_policy TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.equipment_recall TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.equipment_request TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.equipment_stage TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.equipment_submission TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.equipment_training TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.equipment_trial TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.equipment_vendor TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.health_entry TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.holiday TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.idempotency_key TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.import_line TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.incoming_transfer TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.lea_notice TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.letter TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.loan TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.loan_item TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.meeting TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.meeting_invitee TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.name_form TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.name_variant TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.note TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.outbound_referral TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.outbox TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.packet TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.packet_result TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.partnership TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.plan TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.plan_decision TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.plan_meeting TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.principal TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.program_setting TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.recomputation TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.record_change TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.record_request TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.referral TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.referral_attachment TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.referral_draft TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.referral_status TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.residence TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.resource_given TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.school_area TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.school_calendar TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.sent_attachment TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.service_delivery TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.service_line TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.signature TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.signature_scan TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.staff_credential TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.staff_leave TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.stored_file TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.strategy TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.student TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.student_key TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.student_link TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.student_name TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.task TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.team_report TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.team_report_paper TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.team_report_section TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.transfer TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.transition_packet TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.transition_plan TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.transition_setting TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.upload TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.webhook_delivery TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON eb.webhook_endpoint TO eb_app USING ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif")));

ALTER TABLE eb.transfer ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.transition_packet ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.transition_plan ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.transition_setting ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.upload ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.webhook_delivery ENABLE ROW LEVEL SECURITY;

ALTER TABLE eb.webhook_endpoint ENABLE ROW LEVEL SECURITY;

GRANT USAGE ON SCHEMA eb TO eb_app;
GRANT USAGE ON SCHEMA eb TO eb_relay;

GRANT SELECT,INSERT ON TABLE eb.access_log TO eb_app;

GRANT SELECT,INSERT ON TABLE eb.access_of_set TO eb_app;

GRANT SELECT,INSERT ON TABLE eb.access_set TO eb_app;

GRANT SELECT,INSERT ON TABLE eb.addendum TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.agency TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.agency_contact TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.agency_person TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.agency_service TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.agency_site TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.assessment TO eb_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE eb.assignment TO eb_app;

GRANT SELECT,INSERT ON TABLE eb.case_event TO eb_app;

GRANT UPDATE(entered_in_error) ON TABLE eb.case_event TO eb_app;

GRANT UPDATE(error_reason) ON TABLE eb.case_event TO eb_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE eb.case_pause TO eb_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE eb.client_assertion TO eb_app;
GRANT DELETE ON TABLE eb.client_assertion TO eb_relay;

GRANT SELECT(expires_at) ON TABLE eb.client_assertion TO eb_relay;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE eb.client_credential TO eb_app;

GRANT SELECT,INSERT ON TABLE eb.clock_change TO eb_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE eb.consent TO eb_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE eb.contact TO eb_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE eb.deadline TO eb_app;

GRANT SELECT,INSERT ON TABLE eb.deadline_change TO eb_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE eb.deadline_note TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.delegation TO eb_app;

GRANT SELECT,INSERT ON TABLE eb.disclosure TO eb_app;

GRANT UPDATE(entered_in_error) ON TABLE eb.disclosure TO eb_app;

GRANT UPDATE(version) ON TABLE eb.disclosure TO eb_app;

GRANT UPDATE(updated_at) ON TABLE eb.disclosure TO eb_app;

GRANT UPDATE(updated_by) ON TABLE eb.disclosure TO eb_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE eb.district_area TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.document TO eb_app;

GRANT SELECT,INSERT ON TABLE eb.document_version TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.eligibility_decision TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.emergency_access TO eb_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE eb.enrolment TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.equipment_funder TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.equipment_item TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.equipment_letter TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.equipment_measurement TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.equipment_order TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.equipment_photo TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.equipment_policy TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.equipment_recall TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.equipment_request TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.equipment_stage TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.equipment_submission TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.equipment_training TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.equipment_trial TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.equipment_vendor TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.health_entry TO eb_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE eb.holiday TO eb_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE eb.idempotency_key TO eb_app;
GRANT DELETE ON TABLE eb.idempotency_key TO eb_relay;

GRANT SELECT(created_at) ON TABLE eb.idempotency_key TO eb_relay;

GRANT SELECT,INSERT ON TABLE eb.import_line TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.incoming_transfer TO eb_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE eb.lea_notice TO eb_app;

GRANT SELECT,INSERT ON TABLE eb.letter TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.loan TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.loan_item TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.meeting TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.meeting_invitee TO eb_app;

GRANT SELECT,INSERT,DELETE ON TABLE eb.name_form TO eb_app;

GRANT SELECT,INSERT ON TABLE eb.name_variant TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.note TO eb_app;

GRANT SELECT ON TABLE eb.organisation TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.outbound_referral TO eb_app;

GRANT SELECT,INSERT ON TABLE eb.outbox TO eb_app;
GRANT SELECT,DELETE,UPDATE ON TABLE eb.outbox TO eb_relay;

GRANT UPDATE(done_at) ON TABLE eb.outbox TO eb_app;

GRANT UPDATE(dead_at) ON TABLE eb.outbox TO eb_app;

GRANT UPDATE(last_error) ON TABLE eb.outbox TO eb_app;

GRANT USAGE ON SEQUENCE eb.outbox_position TO eb_relay;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE eb.packet TO eb_app;

GRANT SELECT,INSERT ON TABLE eb.packet_result TO eb_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE eb.partnership TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.plan TO eb_app;

GRANT SELECT,INSERT ON TABLE eb.plan_decision TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.plan_meeting TO eb_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE eb.principal TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.program_setting TO eb_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE eb.rate_bucket TO eb_app;
GRANT DELETE ON TABLE eb.rate_bucket TO eb_relay;

GRANT SELECT(refilled_at) ON TABLE eb.rate_bucket TO eb_relay;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE eb.recomputation TO eb_app;

GRANT SELECT,INSERT ON TABLE eb.record_change TO eb_app;
GRANT INSERT ON TABLE eb.record_change TO eb_relay;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.record_request TO eb_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE eb.referral TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.referral_attachment TO eb_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE eb.referral_draft TO eb_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE eb.referral_status TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.residence TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.resource_given TO eb_app;

GRANT SELECT ON TABLE eb.rule TO eb_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE eb.school_area TO eb_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE eb.school_calendar TO eb_app;

GRANT SELECT,INSERT ON TABLE eb.sent_attachment TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.service_delivery TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.service_line TO eb_app;

GRANT SELECT,INSERT ON TABLE eb.signature TO eb_app;

GRANT SELECT,INSERT ON TABLE eb.signature_scan TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.staff_credential TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.staff_leave TO eb_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE eb.stored_file TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.strategy TO eb_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE eb.student TO eb_app;

GRANT SELECT,INSERT,DELETE ON TABLE eb.student_key TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.student_link TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.student_name TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.task TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.team_report TO eb_app;

GRANT SELECT,INSERT ON TABLE eb.team_report_paper TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.team_report_section TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.transfer TO eb_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE eb.transition_packet TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.transition_plan TO eb_app;

GRANT SELECT,INSERT,UPDATE ON TABLE eb.transition_setting TO eb_app;

GRANT SELECT,INSERT,DELETE ON TABLE eb.upload TO eb_app;

GRANT SELECT,UPDATE ON TABLE eb.webhook_delivery TO eb_app;
GRANT SELECT,INSERT,UPDATE ON TABLE eb.webhook_delivery TO eb_relay;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE eb.webhook_endpoint TO eb_app;
GRANT SELECT ON TABLE eb.webhook_endpoint TO eb_relay;

GRANT UPDATE(version) ON TABLE eb.webhook_endpoint TO eb_relay;

GRANT UPDATE(updated_at) ON TABLE eb.webhook_endpoint TO eb_relay;

GRANT UPDATE(updated_by) ON TABLE eb.webhook_endpoint TO eb_relay;

GRANT UPDATE(is_enabled) ON TABLE eb.webhook_endpoint TO eb_relay;

GRANT UPDATE(disabled_reason) ON TABLE eb.webhook_endpoint TO eb_relay;
