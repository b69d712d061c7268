"""Makes XML documents, right and broken, and says what Python's expat reads in them.

Out, one line per document:   <hex of the document> TAB ok|error TAB <events>|<reason>

Events, with hexadecimal names and texts:   <name key=value …>  text  </name>, with commas between.
Documents with declarations and references to undeclared entities are marked as refused: the reader under test does not
read them on purpose.
"""

import random
import sys
import xml.parsers.expat

NAMES = ["project", "dependency", "groupId", "m:version", "a", "é", "x-y.z"]
TEXTS = ["1.0", " ", "a &amp; b", "&lt;&#65;&#x1F600;", "<![CDATA[<raw> & ]]>", "<!-- c -->", "<?pi d?>", "é\n", "]]", "\r\n"]
HEADS = [
    "", "", "<?xml version=\"1.0\"?>", "<?xml version='1.0' encoding='UTF-8'?>\n", "<!-- c -->\n", "\ufeff",
    "<!DOCTYPE project>", "<!DOCTYPE a SYSTEM \"x.dtd\">", "<!DOCTYPE a [<!ENTITY b \"c\">]>",
    "<!DOCTYPE a PUBLIC \"-//A//B\" 'u'>",
]
PIECES = ["<", ">", "&", "</a>", "<a>", "\"", "'", "=", "&b;", "]]>", "<!", "--", "\0", "xmlns", " ", "/", "?", ":"]


def element(rng, depth):
    name = rng.choice(NAMES)
    keys = rng.sample(["id", "xmlns", "xml:lang", "é", "m:k"], rng.choice([0, 0, 1, 2]))
    attributes = "".join(" %s=%s" % (key, rng.choice(["\"v\"", "'a&quot;b'", "\"x\ny\"", "\"\""])) for key in keys)
    if rng.random() < 0.2:
        return "<%s%s/>" % (name, attributes)
    inner = ""
    for _ in range(rng.randrange(0, 4)):
        inner += element(rng, depth + 1) if depth < 4 and rng.random() < 0.5 else rng.choice(TEXTS)
    return "<%s%s>%s</%s>" % (name, attributes, inner, name)


def make(rng):
    text = rng.choice(HEADS) + element(rng, 0) + rng.choice(["", "\n", "<!-- end -->"])
    for _ in range(rng.choice([0, 0, 1, 1, 2])):
        at = rng.randrange(len(text) + 1)
        kind = rng.randrange(3)
        if kind == 0:
            text = text[:at] + text[at + rng.randrange(1, 5) :]
        elif kind == 1:
            text = text[:at] + rng.choice(PIECES) + text[at:]
        else:
            text = text[:at]
    if rng.random() < 0.1 and "encoding" not in text:
        return ("" if text.startswith("\ufeff") else "\ufeff").encode("utf-16-le") + text.encode("utf-16-le")
    data = text.encode()
    if rng.random() < 0.1 and data:
        at = rng.randrange(len(data))
        data = data[:at] + rng.randbytes(1) + data[at + 1 :]
    return data


def read(data):
    events = []
    refused = []
    parser = xml.parsers.expat.ParserCreate()
    parser.buffer_text = True
    parser.ordered_attributes = True

    def start(name, attributes):
        pairs = zip(attributes[::2], attributes[1::2])
        events.append("<" + " ".join([name.encode().hex()] + [k.encode().hex() + "=" + v.encode().hex() for k, v in pairs]) + ">")

    def doctype(name, system, public, internal):
        if internal:
            refused.append("declarations")

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: events.append("</" + name.encode().hex() + ">")
    parser.CharacterDataHandler = lambda text: events.append(text.encode().hex())
    parser.StartDoctypeDeclHandler = doctype
    parser.SkippedEntityHandler = lambda name, parameter: refused.append("entity")
    try:
        parser.Parse(data, True)
    except (xml.parsers.expat.ExpatError, LookupError, ValueError) as error:
        # Unknown encodings are looked up among Python's own: an error of another kind.
        return "error", str(error).replace("\n", " ")
    return ("refused", refused[0]) if refused else ("ok", ",".join(events))


def main():
    seed, count = map(int, sys.stdin.read().split())
    rng = random.Random(seed)
    for _ in range(count):
        data = make(rng)
        print(data.hex(), *read(data), sep="\t")


main()
