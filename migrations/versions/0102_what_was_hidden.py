"""what earlier migrations had to carry over and did not see

Their statements ran as the owner of tables whose policies are forced, which
hide every row from the owner too. Each is said once more, for what is still to do.
"""

from collections.abc import Sequence

from alembic import op

from migrations.rls import every_row

revision: str = "0102"
down_revision: str | None = "0101"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

BARE = "nullif(lower(regexp_replace({}, '[^[:alnum:]]', '', 'g')), '')"
ON_ORDER_OR_IN_HAND = "'ordered', 'delayed', 'delivered', 'fitted', 'trained', 'in_use', 'repair'"
OVER = "'outgrown', 'returned', 'retired', 'dropped', 'closed'"
# Of 0066: lists that showed a child before each was noted by a trigger.
SHOWN = (
    """insert into eb.access_set (tenant_id, student_id, set_id, access_id)
       select distinct on (l.tenant_id, i, md5(l.student_ids::text)) l.tenant_id, i, md5(l.student_ids::text)::uuid, l.id
         from eb.access_log l cross join lateral unnest(l.student_ids) i
        where not exists (
          select from eb.access_set s
           where s.tenant_id = l.tenant_id and s.student_id = i and s.set_id = md5(l.student_ids::text)::uuid)""",
    """insert into eb.access_of_set (tenant_id, set_id, created_at, access_id)
       select l.tenant_id, md5(l.student_ids::text)::uuid, l.created_at, l.id
         from eb.access_log l where l.student_ids <> '{}'
       on conflict do nothing""",
)
# Of 0074: serial numbers as recalls look for them.
SERIALS = (
    *(
        f"update eb.{table} set serial_key = {BARE.format('serial_number')} "  # noqa: S608
        "where serial_number is not null and serial_key is null"
        for table in ("equipment_item", "loan_item")
    ),
    f"""update eb.equipment_recall
           set serial_keys = (select jsonb_agg({BARE.format("n")}) from jsonb_array_elements_text(serial_numbers) n)
         where serial_numbers <> '[]' and serial_keys = '[]'""",  # noqa: S608
)
# Of 0078: drafts in a language without headings.
DRAFTS = "update eb.equipment_letter set language = 'en' where state = 'draft' and language !~* '^en(-|$)'"
# Of 0080: what is watched for outgrowing, and what is forecast no more.
WATCHED = tuple(
    f"""update eb.equipment_item i set {change} from eb.equipment_request r
         where r.tenant_id = i.tenant_id and r.id = i.request_id and {which} and r.state in ({states})"""  # noqa: S608
    for change, which, states in (
        ("is_watched = true", "i.funding = 'approved' and not i.is_watched", ON_ORDER_OR_IN_HAND),
        ("outgrows_on = null, outgrows_by = null", "i.outgrows_on is not null", OVER),
    )
)
# Of 0083: consents that ended long ago and hold nothing open; a day of every time zone is past after two.
EXPIRED = """
update eb.consent c set is_expired = true
 where c.expires_on < current_date - 1 and c.revoked_on is null and not c.is_expired
   and not exists (select from eb.packet p
                    where p.tenant_id = c.tenant_id and p.consent_id = c.id and p.withdrawn_at is null)
   and not exists (select from eb.transfer t
                    where t.tenant_id = c.tenant_id and t.consent_id = c.id and t.state = 'offered')
   and (c.purpose <> 'report_back' or exists (
         select from eb.record_change h
          where h.tenant_id = c.tenant_id and h.record_id = c.id and h.act = 'expired'))"""
READ_OR_CHANGED = (
    "access_log", "access_set", "access_of_set", "equipment_item", "loan_item", "equipment_recall", "equipment_letter",
    "equipment_request", "consent", "packet", "transfer", "record_change",
)  # fmt: skip


def upgrade() -> None:
    with every_row(*READ_OR_CHANGED):
        for statement in (*SHOWN, *SERIALS, DRAFTS, *WATCHED, EXPIRED):
            op.execute(statement)


def downgrade() -> None:
    """What was carried over was to be there already."""
