-- The words of a name, each as its key: "Garcia-Lopez" has two. Here and below a language that keeps its plans: as
-- single statements these cost ten times as much, and every referral, search and file written asks them.
create or replace function eb.name_words(name text) returns text[] language plpgsql immutable strict parallel safe as $$
declare
  v_words text[] := '{}';
  v_word text;
  v_key text;
  v_seen int := 0;
begin
  foreach v_word in array regexp_split_to_array(name, '[[:space:]\u2010-\u2014-]+') loop
    v_seen := v_seen + 1;
    exit when v_seen > 6;
    v_key := eb.name_key(v_word);
    if v_key <> '' then
      v_words := v_words || v_key;
    end if;
  end loop;
  return v_words;
end $$;

-- How a name sounds, roughly and across spellings: vowels, h and doubled letters do not tell two names apart.
-- Only for finding candidates; likeness is scored afterwards.
create or replace function eb.name_sound(key text) returns text language plpgsql immutable strict parallel safe as $$
declare
  v text := regexp_replace(key, 'tsch|sch|sh|ch|tz|cz|zh|c(?=[eiy])', 's', 'g');
begin
  v := regexp_replace(v, 'gh|kh|ck|qu', 'k', 'g');
  v := replace(v, 'ph', 'b');
  v := regexp_replace(v, '^x|g(?=[ei])', 'h', 'g');
  v := ltrim(translate(v, 'cqgzxvwfdj', 'kkkssbbbth'), 'h');
  v := case when v ~ '^[aeiouy]' then 'a' else left(v, 1) end || translate(substr(v, 2), 'aeiouyh', '');
  return regexp_replace(v, '(.)\1+', '\1', 'g');
end $$;
