"""names a student had, and what students are found by

Who a student is found by is kept by triggers, so that no writer can forget it:
every order and part of each name (`name_form`), identifiers and addresses
(`student_key`), and each word of a name with one letter left out
(`name_variant`), by which a mistyped word is found with nothing but `=`, which
row-level security can use an index for.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from migrations.columns import key, record, within
from migrations.rls import tenant_table

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

C = sa.Text(collation="C")
FUNCTIONS = (
    # The words of a name, each as its key: "Garcia-Lopez" has two.
    r"""create function eb.name_words(name text) returns text[] language sql immutable strict parallel safe as $$
         select coalesce(array_agg(k order by n), '{}')
           from (select eb.name_key(w) as k, n
                   from unnest(regexp_split_to_array(name, '[[:space:]\u2010-\u2014-]+')) with ordinality u(w, n)) x
          where k <> '' and n <= 6 $$""",
    # How a name sounds, roughly and across spellings: vowels, h and doubled letters do not tell two names apart.
    # Only for finding candidates; likeness is scored afterwards.
    r"""create function eb.name_sound(key text) returns text language sql immutable strict parallel safe as $$
         select regexp_replace(
                  case when b ~ '^[aeiouy]' then 'a' else left(b, 1) end || translate(substr(b, 2), 'aeiouyh', ''),
                  '(.)\1+', '\1', 'g')
           from (select ltrim(translate(
                   regexp_replace(regexp_replace(regexp_replace(regexp_replace(key,
                     'tsch|sch|sh|ch|tz|cz|zh|c(?=[eiy])', 's', 'g'), 'gh|kh|ck|qu', 'k', 'g'),
                     'ph', 'b', 'g'), '^x|g(?=[ei])', 'h', 'g'),
                   'cqgzxvwfdj', 'kkkssbbbth'), 'h') as b) x $$""",
    # Every order and part of a name that people give it by; `sound` on those that start with the family name.
    """create function eb.name_forms(first text, middle text, last text)
       returns table (form text, sound text) language sql immutable parallel safe as $$
         with n as (select eb.name_key(coalesce(first, '')) as f, eb.name_key(coalesce(middle, '')) as m,
                           eb.name_key(coalesce(last, '')) as l, eb.name_words(coalesce(last, '')) as w),
         said (form, sound) as (
           select l || f, eb.name_sound(l) || '.' || eb.name_sound(f) from n
           union all select f || l, null from n
           union all select unnest(array[f || m || l, l || m || f, m || f || l]), null from n where m <> ''
           union all select x || f, eb.name_sound(x) || '.' || eb.name_sound(f)
             from n, unnest(w) x where cardinality(w) between 2 and 4 and length(x) > 2
           union all select f || x, null from n, unnest(w) x where cardinality(w) between 2 and 4 and length(x) > 2)
         select left(s.form, 120), max(s.sound) from said s where s.form <> '' group by left(s.form, 120) $$""",
    r"""create function eb.place_key(address jsonb) returns text language sql immutable strict parallel safe as $$
         select eb.name_key(address->'lines'->>0) || '.' || left(coalesce(address->>'postal_code', address->>'city'), 5) $$""",
    r"""create function eb.identifier_key(value text) returns text language sql immutable strict parallel safe as $$
         select upper(regexp_replace(value, '[^[:alnum:]]', '', 'g')) $$""",
    # New words of names, each also with one letter left out.
    """create function eb.note_name_words(p_tenant uuid, p_names text[]) returns void language sql as $$
         with word as (
           select distinct w from unnest(p_names) n cross join lateral unnest(eb.name_words(n)) w
            where length(w) between 3 and 24),
         fresh as (
           insert into eb.name_variant (tenant_id, variant, word) select p_tenant, w, w from word order by w
           on conflict do nothing returning word)
         insert into eb.name_variant (tenant_id, variant, word)
         select p_tenant, left(word, i - 1) || substr(word, i + 1), word
           from fresh cross join lateral generate_series(1, length(word)) i
          order by 2, 3 on conflict do nothing $$""",
    """create function eb.refresh_found_by(p_tenant uuid, p_students uuid[]) returns void language plpgsql as $$
       begin
         insert into eb.name_form (tenant_id, student_id, form, sound, born_on, is_sealed)
         select p_tenant, x.id, f.form, f.sound, x.born_on, x.is_sealed
           from (select s.id, s.born_on, s.first_name, s.middle_name, s.last_name, false as is_sealed
                   from eb.student s where s.tenant_id = p_tenant and s.id = any(p_students)
                 union all
                 select s.id, s.born_on, s.preferred_name, null, s.last_name, false
                   from eb.student s
                  where s.tenant_id = p_tenant and s.id = any(p_students) and s.preferred_name is not null
                 union all
                 select s.id, s.born_on, n.first_name, n.middle_name, n.last_name, n.is_sealed
                   from eb.student_name n join eb.student s on s.tenant_id = p_tenant and s.id = n.student_id
                  where n.tenant_id = p_tenant and n.student_id = any(p_students) and not n.entered_in_error) x
          cross join lateral eb.name_forms(x.first_name, x.middle_name, x.last_name) f
          order by f.form, x.is_sealed
         on conflict do nothing;
         insert into eb.student_key (tenant_id, student_id, kind, key)
         select p_tenant, s.id, k.kind, k.key
           from eb.student s
          cross join lateral (
            select 'place' as kind, eb.place_key(s.address) as key
            union all select 'identifier', eb.identifier_key(i->>'value') from jsonb_array_elements(s.external_ids) i) k
          where s.tenant_id = p_tenant and s.id = any(p_students) and k.key <> ''
         on conflict do nothing;
         perform eb.note_name_words(p_tenant, array_agg(n)) from (
           select unnest(array[s.first_name, s.last_name, s.preferred_name]) as n
             from eb.student s where s.tenant_id = p_tenant and s.id = any(p_students)
           union all
           select unnest(array[o.first_name, o.last_name])
             from eb.student_name o
            where o.tenant_id = p_tenant and o.student_id = any(p_students) and not o.is_sealed) x where n is not null;
       end $$""",
    """create function eb.found_by_new() returns trigger language plpgsql as $$
       declare v record;
       begin
         for v in select tenant_id, array_agg(id) as ids from fresh group by tenant_id loop
           perform eb.refresh_found_by(v.tenant_id, v.ids);
         end loop;
         return null;
       end $$""",
    """create function eb.found_by_changed() returns trigger language plpgsql as $$
       declare
         v_student uuid := case tg_table_name when 'student' then (to_jsonb(new)->>'id')::uuid
                                              else (to_jsonb(new)->>'student_id')::uuid end;
       begin
         delete from eb.name_form f where f.tenant_id = new.tenant_id and f.student_id = v_student;
         delete from eb.student_key k where k.tenant_id = new.tenant_id and k.student_id = v_student;
         perform eb.refresh_found_by(new.tenant_id, array[v_student]);
         return null;
       end $$""",
)
TRIGGERS = (
    """create trigger found_by_new after insert on eb.student referencing new table as fresh
       for each statement execute function eb.found_by_new()""",
    """create trigger found_by_changed
       after update of first_name, middle_name, last_name, preferred_name, born_on, external_ids, address on eb.student
       for each row execute function eb.found_by_changed()""",
    """create trigger found_by_changed after insert or update on eb.student_name
       for each row execute function eb.found_by_changed()""",
)


def upgrade() -> None:
    _student_name()
    _found_by()
    for statement in FUNCTIONS:
        op.execute(statement)
    for statement in TRIGGERS:
        op.execute(statement)
    _note_those_on_file()


def _student_name() -> None:
    op.create_table(
        "student_name",
        *record(),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("use", sa.String(), nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("middle_name", sa.String(), nullable=True),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("is_sealed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column(
            "entered_in_error", sa.Boolean(), server_default=sa.text("false"), nullable=False
        ),
        sa.CheckConstraint("use in ('former', 'alias')", name="ck_student_name_use"),
        sa.CheckConstraint("to_on >= from_on", name="ck_student_name_order"),
        within("student_name", "student_id", "student"),
        key("student_name"),
        schema="eb",
    )
    op.create_index(
        "ix_student_name_student", "student_name", ["tenant_id", "student_id", "id"], schema="eb"
    )
    tenant_table("student_name", may="select, insert, update")


def _found_by() -> None:
    op.create_table(
        "name_form",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("form", C, nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("sound", C, nullable=True),
        sa.Column("born_on", sa.Date(), nullable=False),
        sa.Column("is_sealed", sa.Boolean(), nullable=False),
        within("name_form", "student_id", "student"),
        sa.PrimaryKeyConstraint("tenant_id", "form", "student_id", name="pk_name_form"),
        schema="eb",
    )
    op.create_index("ix_name_form_student", "name_form", ["tenant_id", "student_id"], schema="eb")
    op.create_index(
        "ix_name_form_sound", "name_form", ["tenant_id", "sound", "born_on"], schema="eb",
        postgresql_where=sa.text("sound is not null"),
    )  # fmt: skip
    tenant_table("name_form", may="select, insert, delete")
    op.create_table(
        "name_variant",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("variant", C, nullable=False),
        sa.Column("word", C, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "variant", "word", name="pk_name_variant"),
        schema="eb",
    )
    tenant_table("name_variant", may="select, insert")
    op.create_table(
        "student_key",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", C, nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        within("student_key", "student_id", "student"),
        sa.PrimaryKeyConstraint("tenant_id", "kind", "key", "student_id", name="pk_student_key"),
        schema="eb",
    )
    op.create_index(
        "ix_student_key_student", "student_key", ["tenant_id", "student_id"], schema="eb"
    )
    tenant_table("student_key", may="select, insert, delete")


def _note_those_on_file() -> None:
    """The owner is under the policies too; for this transaction they are lifted from what it reads and fills."""
    filled = ("student", "student_name", "name_form", "name_variant", "student_key")
    for table in filled:
        op.execute(f"alter table eb.{table} no force row level security")
    op.execute("set local statement_timeout = 0")
    op.execute(
        """do $$ declare v record; begin
             for v in select tenant_id, array_agg(id) as ids
                        from (select tenant_id, id, row_number() over (order by id) / 1000 as portion from eb.student) x
                       group by tenant_id, portion loop
               perform eb.refresh_found_by(v.tenant_id, v.ids);
             end loop;
           end $$"""
    )
    for table in filled:
        op.execute(f"alter table eb.{table} force row level security")


def downgrade() -> None:
    op.execute("drop trigger found_by_new on eb.student")
    op.execute("drop trigger found_by_changed on eb.student")
    for table in ("student_key", "name_variant", "name_form", "student_name"):
        op.drop_table(table, schema="eb")
    for function in (
        "found_by_changed()", "found_by_new()", "refresh_found_by(uuid, uuid[])", "note_name_words(uuid, text[])",
        "identifier_key(text)", "place_key(jsonb)", "name_forms(text, text, text)", "name_sound(text)", "name_words(text)",
    ):  # fmt: skip
        op.execute(f"drop function eb.{function}")
