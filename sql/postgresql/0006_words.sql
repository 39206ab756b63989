-- aria-calendar-sync, PostgreSQL 13 or later, schema version 6. After 0005_occurrences.sql; 0001_initial.sql says how it is
-- run.

\set ON_ERROR_STOP on
BEGIN;
SET LOCAL client_min_messages = warning;

SELECT pg_advisory_xact_lock(hashtext('aria_calendar_schema'));

-- The functions remember this path: whoever calls them, they find their own tables and nobody else's.
SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);

-- The words of a text, without case and accents. It depends on no extension, locale or text search
-- configuration of the database, so the same is found everywhere. What is longer than a long letter is read in part.
CREATE OR REPLACE FUNCTION aria_calendar_words_of(content text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 200 AS $$
DECLARE
    folded text := lower(left(content, 100000) COLLATE "C");
BEGIN
    IF octet_length(folded) <> length(folded) AND getdatabaseencoding() = 'UTF8' THEN
        -- Marks are taken from their letters. What is left are letters of other scripts, and some that are written as
        -- two elsewhere.
        folded := regexp_replace(normalize(folded, NFKD) COLLATE "C",
            '[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u0640\u064b-\u065f\u0670]+',
            '', 'g');
        IF octet_length(folded) <> length(folded) THEN
            folded := translate(folded,
            'ÆÐØÞðøĐđĦħıŁłŊŒŦͰͲͶͿΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩςϏϘϚϜϞϠϢϤϦϨϪϬϮϷϺϽϾϿЂЄЅІЈЉЊЋЏАБВГДЕЖЗ'
            'ИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯѠѢѤѦѨѪѬѮѰѲѴѸѺѼѾҀҊҌҎҐҒҔҖҘҚҜҞҠҢҤҦҨҪҬҮҰҲҴҶҸҺҼҾӀӃӅӇӉӋӍӔӘӠӨӶӺӼ'
            'ӾԀԂԄԆԈԊԌԎԐԒԔԖԘԚԜԞԠԢԤԦԨԪԬԮԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖ',
            'ædoþdoddhhillŋœŧͱͳͷϳαβγδεζηθικλμνξοπρστυφχψωσϗϙϛϝϟϡϣϥϧϩϫϭϯϸϻͻͼͽђєѕіјљњћџабвгдежз'
            'иклмнопрстуфхцчшщъыьэюяѡѣѥѧѩѫѭѯѱѳѵѹѻѽѿҁҋҍҏґғҕҗҙқҝҟҡңҥҧҩҫҭүұҳҵҷҹһҽҿӏӄӆӈӊӌӎӕәӡөӷӻӽ'
            'ӿԁԃԅԇԉԋԍԏԑԓԕԗԙԛԝԟԡԣԥԧԩԫԭԯաբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ');
            folded := replace(replace(replace(replace(replace(folded, 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ',
                'th');
            folded := regexp_replace(folded,
                '[\u0080-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u02c2-\u02df\u037e\u0387\u055a-\u055f\u0589\u05be\u05c0\u05c3\u05f3\u05f4\u0600-\u060f\u061b-\u061f\u066a-\u066d\u06d4\u0964\u0965\u2000-\u206f\u2070\u207a-\u207e\u208a-\u208e\u20a0-\u20cf\u2100-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u303d-\u303f\u30a0\u30fb\ufe10-\ufe6f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uffe0-\uffff\U0001f000-\U0001ffff]+',
                ' ', 'g');
        END IF;
        folded := lower(folded COLLATE "C");
    END IF;
    folded := btrim(regexp_replace(left(folded, 200000) COLLATE "C", '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007f]+', ' ', 'g'));
    IF length(folded) > 200 THEN
        folded := regexp_replace(folded, '([^ ]{200})[^ ]+', '\1', 'g');
    END IF;
    RETURN array_remove(string_to_array(folded, ' '), '');
END $$;

-- The words by which an event is found: of its title, notes and place, and of its guests' names and addresses.
CREATE OR REPLACE FUNCTION aria_calendar_event_words(title text, description text, location text, attendees jsonb)
RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 500 SET search_path FROM CURRENT AS $$
BEGIN
    RETURN array_to_tsvector(aria_calendar_words_of(concat_ws(' ', title, location,
        CASE WHEN attendees <> '[]' THEN (SELECT string_agg(CASE jsonb_typeof(g) WHEN 'object' THEN concat_ws(' ', g ->> 'displayName', g ->> 'email')
                WHEN 'string' THEN g #>> '{}' END, ' ')
            FROM jsonb_array_elements(CASE jsonb_typeof(attendees) WHEN 'array' THEN attendees ELSE '[]' END) AS g) END,
        description)));
END $$;

-- What finds events that have words beginning with all of these; NULL where there is no word in it.
CREATE OR REPLACE FUNCTION aria_calendar_words_query(words text) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
BEGIN
    RETURN (SELECT string_agg('''' || w || ''':*', ' & ')::tsquery FROM unnest(aria_calendar_words_of(words)) AS w);
END $$;

-- SELECT … WHERE aria_calendar_event_words(title, description, location, attendees) @@ aria_calendar_words_query('…')
CREATE INDEX IF NOT EXISTS ix_aria_calendar_events_words ON aria_calendar_events
    USING gin (aria_calendar_event_words(title, description, location, attendees));

INSERT INTO aria_calendar_metadata (key, calendar_id, value) VALUES ('schema_version', '', '6')
    ON CONFLICT (key, calendar_id) DO UPDATE SET value = excluded.value, updated_at = now()
    WHERE aria_calendar_metadata.value::int < 6;

COMMIT;
