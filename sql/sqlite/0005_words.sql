-- aria-calendar-sync, SQLite, schema version 5.

-- The words of each event, so that it is found by them: of its title, notes and place, and of its guests' names and
-- addresses. Case and accents do not count, and a word is found by how it begins. The triggers below keep it in step,
-- whoever writes; nobody else writes here. Deleted events stand in it as long as their rows are there.
CREATE VIRTUAL TABLE aria_calendar_words USING fts5 (words, tokenize = 'unicode61 remove_diacritics 2');

-- What is indexed. The tokenizer takes the accents from Latin letters alone, and knows nothing of letters that are
-- written as two elsewhere: these are replaced here, and in the same way in what is searched for (store/words.cpp).
-- In several steps, because a statement may nest only so deep; and not where there is nothing but ASCII.
CREATE VIEW aria_calendar_event_texts (id, words) AS
SELECT e.id, COALESCE(e.title, '') || ' ' || COALESCE(e.description, '') || ' ' || COALESCE(e.location, '') || ' '
    || COALESCE((SELECT group_concat(CASE g.type
            WHEN 'object' THEN COALESCE(json_extract(g.value, '$.displayName'), '') || ' '
                || COALESCE(json_extract(g.value, '$.email'), '')
            WHEN 'text' THEN g.value END, ' ')
        FROM json_each(CASE WHEN json_valid(e.attendees) THEN e.attendees ELSE '[]' END) g), '')
FROM aria_calendar_events e;

CREATE VIEW aria_calendar_event_words (id, words) AS
WITH plain (id, words) AS (
    SELECT id, words FROM aria_calendar_event_texts WHERE length(words) < length(CAST(words AS BLOB))
), step1 (id, words) AS (
    SELECT id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(words,
        'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'ł', 'l'),
        'Ł', 'l'), 'đ', 'd'), 'Đ', 'd')
    FROM plain
), step2 (id, words) AS (
    SELECT id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(words,
        'ð', 'd'), 'Ð', 'd'), 'þ', 'th'), 'Þ', 'th'), 'ħ', 'h'), 'Ħ', 'h'), 'ı', 'i'), 'ά', 'α'), 'Ά', 'α'),
        'έ', 'ε'), 'Έ', 'ε'), 'ή', 'η')
    FROM step1
), step3 (id, words) AS (
    SELECT id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(words,
        'Ή', 'η'), 'ί', 'ι'), 'Ί', 'ι'), 'ϊ', 'ι'), 'Ϊ', 'ι'), 'ΐ', 'ι'), 'ό', 'ο'), 'Ό', 'ο'), 'ύ', 'υ'), 'Ύ', 'υ'),
        'ϋ', 'υ'), 'Ϋ', 'υ')
    FROM step2
), step4 (id, words) AS (
    SELECT id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(words,
        'ΰ', 'υ'), 'ώ', 'ω'), 'Ώ', 'ω'), 'ς', 'σ'), 'ё', 'е'), 'Ё', 'е'), 'й', 'и'), 'Й', 'и'), 'ї', 'і'), 'Ї', 'і'),
        'ў', 'у'), 'Ў', 'у')
    FROM step3
), step5 (id, words) AS (
    SELECT id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(words,
        'أ', 'ا'), 'إ', 'ا'), 'آ', 'ا'), char(1600), ''), char(1611), ''), char(1612), ''), char(1613), ''),
        char(1614), ''), char(1615), ''), char(1616), ''), char(1617), ''), char(1618), '')
    FROM step4
), folded (id, words) AS (
    SELECT id, replace(words, char(1648), '')
    FROM step5
)
SELECT id, words FROM folded
UNION ALL
SELECT id, words FROM aria_calendar_event_texts WHERE length(words) >= length(CAST(words AS BLOB));

INSERT INTO aria_calendar_words (rowid, words) SELECT id, words FROM aria_calendar_event_words;

-- INSERT OR REPLACE deletes a row without a word of it. What the service inserts it indexes by itself, many at once.
CREATE TRIGGER tr_aria_calendar_words_insert AFTER INSERT ON aria_calendar_events
WHEN NEW.service_stamp = 0
BEGIN
    DELETE FROM aria_calendar_words WHERE rowid = NEW.id;
    INSERT INTO aria_calendar_words (rowid, words) SELECT id, words FROM aria_calendar_event_words WHERE id = NEW.id;
END;

CREATE TRIGGER tr_aria_calendar_words_update AFTER UPDATE OF id, title, description, location, attendees
ON aria_calendar_events
WHEN NEW.id <> OLD.id OR NEW.title IS NOT OLD.title OR NEW.description IS NOT OLD.description
    OR NEW.location IS NOT OLD.location OR NEW.attendees IS NOT OLD.attendees
BEGIN
    DELETE FROM aria_calendar_words WHERE rowid IN (OLD.id, NEW.id);
    INSERT INTO aria_calendar_words (rowid, words) SELECT id, words FROM aria_calendar_event_words WHERE id = NEW.id;
END;

CREATE TRIGGER tr_aria_calendar_words_delete AFTER DELETE ON aria_calendar_events
BEGIN
    DELETE FROM aria_calendar_words WHERE rowid = OLD.id;
END;
