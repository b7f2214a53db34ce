-- An export begins: on the record of access before the first row leaves, whatever becomes of the connection.
create or replace function eb.begin_export(p_tenant uuid, p_subject text, p_roles text[], p_purpose text, p_kind text, p_format text)
returns table (id uuid) language plpgsql as $$
begin
  perform eb.bind(p_tenant, p_subject, p_roles);
  return query
  insert into eb.access_log as l (id, action, resource, purpose, detail)
  values (eb.new_id(), 'list', 'export', p_purpose, jsonb_build_object('kind', p_kind, 'format', p_format))
  returning l.id;
end $$;

-- A text that a spreadsheet shows and does not run, also in full-width letters; the twin of table.safe().
create or replace function eb.csv_cell(p_text text) returns text language sql immutable parallel safe as $$
  select case when p_text ~ '^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]' then '''' || p_text else p_text end
$$;
