-- aria-calendar-sync, SQLite, schema version 8. After the scripts before it.

-- Letters and digits in other forms (full width, narrow Katakana, raised or in circles) are found as what they are, as
-- on PostgreSQL. Made anew, the view is otherwise as in 0005_words.sql, which says what it is for.
DROP VIEW aria_calendar_event_words;
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
), step6 (id, words) AS (
    SELECT id, replace(words, char(1648), '')
    FROM step5
), folded (id, words) AS (
    -- Latin letters and digits in other forms, and the narrow Katakana with its sound marks: one after the other.
    SELECT id, CASE WHEN words GLOB '*[ª²³¹º⁰-ₜ①-⑨０-ﾟ]*' THEN (
        WITH RECURSIVE spelled (words, n) AS (
            SELECT s.words, 1
            UNION ALL
            SELECT replace(words, CASE WHEN n <= 164 THEN substr('ª²³¹º⁰ⁱ⁴⁵⁶⁷⁸⁹ⁿ₀₁₂₃₄₅₆₇₈₉ₐₑₒₓₔₕₖₗₘₙₚₛₜ①②③④⑤⑥⑦⑧⑨０'
                    || '１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚｦ'
                    || 'ｧｨｩｪｫｬｭｮｯｰｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝ', n, 1)
                WHEN n <= 185 THEN substr('カキクケコサシスセソタチツテトハヒフヘホウ', n - 164, 1) || 'ﾞ'
                ELSE substr('ハヒフヘホ', n - 185, 1) || 'ﾟ' END,
                substr('a231o0i456789n0123456789aeoxəhklmnpst1234567890'
                    || '123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzヲ'
                    || 'ァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン'
                    || 'ガギグゲゴザジズゼゾダヂヅデドバビブベボヴパピプペポ', n, 1)), n + 1
            FROM spelled WHERE n <= 190
        )
        SELECT words FROM spelled WHERE n = 191) ELSE words END
    FROM step6 s
)
SELECT id, words FROM folded
UNION ALL
SELECT id, words FROM aria_calendar_event_texts WHERE length(words) >= length(CAST(words AS BLOB));

DELETE FROM aria_calendar_words WHERE rowid IN (
    SELECT id FROM aria_calendar_event_texts WHERE words GLOB '*[ª²³¹º⁰-ₜ①-⑨０-ﾟ]*');
INSERT INTO aria_calendar_words (rowid, words) SELECT id, words FROM aria_calendar_event_words WHERE id IN (
    SELECT id FROM aria_calendar_event_texts WHERE words GLOB '*[ª²³¹º⁰-ₜ①-⑨０-ﾟ]*');
