"""Every text of the windows is translated, fully and soundly, in every language.

checktranslations.py PROJECT: compares translations/*.ts with what lupdate (environment: LUPDATE) finds in
the sources now, and each translation with its source: plural forms, %1 and %n, mnemonics, ellipses, last characters.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

# Qt's rules. The second: which plural forms stand for one number alone and may spell it ("once") instead of saying %n.
FORMS = {
    "en": (2, {0}), "de": (2, {0}), "es": (2, {0}),
    "fr": (2, set()),  # 0 and 1 share a form
    "zh_CN": (1, set()),
    "ar": (6, {0, 1, 2}),
}
LANGUAGES = set(FORMS)
SAME_END = [".。", "?؟？", "!！", ":：", "…", ",،，"]


class Text:
    def __init__(self, context, message):
        self.context = context
        self.source = message.findtext("source")
        self.comment = message.findtext("comment") or ""
        self.is_plural = message.get("numerus") == "yes"
        translation = message.find("translation")
        self.state = translation.get("type")
        forms = translation.findall("numerusform")
        self.forms = [form.text or "" for form in forms] if forms else [translation.text or ""]

    def key(self):
        return self.context, self.source, self.comment, self.is_plural

    def __str__(self):
        return f"{self.context}: {self.source!r}" + (f" ({self.comment})" if self.comment else "")


def read(path):
    root = ElementTree.parse(path).getroot()
    return [Text(context.findtext("name"), message)
            for context in root.iter("context") for message in context.iter("message")]


def mnemonic(text):
    found = re.search(r"&(\w)", text)
    return found.group(1).lower() if found else ""


def last_kind(text):
    return next((kind for kind in SAME_END if text[-1:] in kind), "") if text else ""


def faults_of_form(text, form, may_spell_number):
    if "%n" in form:
        yield f"does not say the number in the digits of the locale (%Ln): {form!r}"
    form = form.replace("%Ln", "%n")
    if not form.strip():
        yield "is empty"
        return
    places = re.findall(r"%L?\d", text.source)
    if sorted(set(places)) != sorted(set(re.findall(r"%L?\d", form))):
        yield f"does not have the places of its source: {form!r}"
    if text.is_plural and "%n" in text.source and "%n" not in form and not may_spell_number:
        yield f"does not say the number: {form!r}"
    if "%n" in form and not ("%n" in text.source and text.is_plural):
        yield f"has a number that its source has not: {form!r}"
    if text.source.count("&") != form.count("&") or bool(mnemonic(text.source)) != bool(mnemonic(form)):
        yield f"does not have the mnemonic of its source: {form!r}"
    # A point may be that of an abbreviation or an ordinal number.
    if last_kind(text.source) != last_kind(form) and (last_kind(text.source) or last_kind(form) != SAME_END[0]):
        yield f"ends differently: {form!r}"
    if (text.source[:1] == " ", text.source[-1:] == " ") != (form[:1] == " ", form[-1:] == " "):
        yield f"has other spaces around it: {form!r}"


def faults_of_text(text, language):
    if text.state:
        yield f"is {text.state}"
        return
    count, spelled = FORMS[language]
    if text.is_plural and len(text.forms) != count:
        yield f"has {len(text.forms)} plural forms instead of {count}"
        return
    for index, form in enumerate(text.forms):
        yield from faults_of_form(text, form, index in spelled)


# Entries of one menu that share a letter cannot be reached with one key. The sources are the measure.
def faults_of_mnemonics(texts):
    letters = {}
    for text in texts:
        if mnemonic(text.source):
            ours, theirs = letters.setdefault(text.context, (set(), set()))
            ours.add(mnemonic(text.source))
            theirs.add(mnemonic(text.forms[-1]))
    for context, (ours, theirs) in letters.items():
        if len(theirs) < len(ours):
            yield f"{context}: {len(ours)} mnemonics share {len(theirs)} letters"


def faults(path, current):
    language = path.stem.split("_", 1)[1]
    texts = read(path)
    known = {text.key() for text in texts}
    wanted = {text.key() for text in current}
    yield from (f"{text}: is missing, run `make translations`" for text in current if text.key() not in known)
    yield from (f"{text}: is in no source any more, run `make translations`"
                for text in texts if text.key() not in wanted)
    for text in texts:
        yield from (f"{text}: {fault}" for fault in faults_of_text(text, language))
    yield from faults_of_mnemonics(texts)


def main(project):
    folder = pathlib.Path(project, "translations")
    files = sorted(folder.glob("*.ts"))
    bad = [f"there are no texts in {name}" for name in sorted(LANGUAGES - {f.stem.split("_", 1)[1] for f in files})]
    with tempfile.TemporaryDirectory() as name:
        copies = [pathlib.Path(shutil.copy(file, name)) for file in files]
        subprocess.run([pathlib.Path(project, "packaging", "update-translations"), *copies], check=True, env=os.environ)
        for file, copy in zip(files, copies):
            bad += [f"{file.name}: {fault}" for fault in faults(file, read(copy))]
    print("\n".join(bad) if bad else f"{len(files)} languages are complete")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
