"""Names as unlike one another as in life: a few families have most of the children, and a sixth have two surnames."""

FAMILIES_PER_STUDENT, GIVEN = 1 / 8, 2000

SYLLABLES = """
array['ba','ker','son','gar','ci','lo','pez','mar','ti','nez','nguy','tran','smi','wil','lia','ok','for',
      'kim','ley','ro','dri','van','ber','gold','stein','al','far','has','san','tos']"""
NAMED = f"""
select n, initcap(s[1 + b % 30] || s[1 + b / 30 % 30] || case when b >= 900 then s[1 + b / 900] else '' end) as first_name,
       initcap(s[1 + a % 30] || s[1 + a / 30 % 30] || s[1 + a / 900 % 30] || case when a >= 27000 then s[1 + a / 27000 % 30] else '' end)
         || case when n % 6 = 0 then ' ' || initcap(s[1 + b % 30] || s[1 + a % 30] || 'ez') else '' end as last_name
  from (select n, floor(:students * {FAMILIES_PER_STUDENT} * power(random(), 2.5))::int as a,
               floor({GIVEN} * power(random(), 2.5))::int as b from child) picked,
       (select {SYLLABLES} as s) syllable"""
"""Of the table `child`, by its `n`. Random: whoever asks sets the seed."""
