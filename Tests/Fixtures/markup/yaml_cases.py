"""Makes YAML documents, right and broken, and says what PyYAML's own reader makes of them.

Out, one line per document:   <hex of the document> TAB ok|error TAB <value>|<reason>

Values, texts in hexadecimal:   s<text>   [<value>,…]   {<key>=<value>,…}   with repeated keys.
Marked as refused are keys that are no scalars.
"""

import random
import sys

import yaml

TEXTS = ["", "a", "9.0", "true", "no", "~", "key: v", "- x", "é", "a\nb", "a b  c", "#c", "'q'", "\"d\"", "@s/n@1.0.0", "x" * 90, "|", "*a", "&b"]
LOCK = """lockfileVersion: '9.0'

settings:
  autoInstallPeers: true

importers:

  .:
    dependencies:
      lodash:
        specifier: ^4.17.21
        version: 4.17.21

packages:

  lodash@4.17.21:
    resolution: {integrity: sha512-v2kDEe57lecTulaDIuNTPy3Ry4gLGJ6Z1O3vE1krgXZNrsQ+LFTGHVxVjcXPs17LhbZVGedAJv8XZ1tvj5FvSg==}
    engines: {node: '>=14', npm: [a, b]}

  '@s/n@1.0.0(peer@2.0.0)':
    resolution: {tarball: https://h/x.tgz}
    deprecated: |-
      use
        another
"""
PIECES = ["- ", ": ", "\n", "  ", "'", "\"", "{", "}", "[", "]", ",", "&a ", "*a", "|\n", ">-\n", "#", "? ", "!!str ", "...\n", "---\n", "%"]


def value(rng, depth):
    kind = rng.randrange(4 if depth < 4 else 2)
    if kind < 2:
        return rng.choice(TEXTS)
    if kind == 2:
        return [value(rng, depth + 1) for _ in range(rng.randrange(0, 4))]
    return {rng.choice(TEXTS): value(rng, depth + 1) for _ in range(rng.randrange(0, 4))}


def make(rng):
    if rng.random() < 0.3:
        text = LOCK
    else:
        tree = value(rng, 0)
        shared = rng.choice(TEXTS[1:])
        if rng.random() < 0.1:
            inner = [shared]
            tree = [inner, tree, inner]
        text = yaml.safe_dump(
            tree, default_flow_style=rng.choice([None, True, False]), allow_unicode=True, indent=rng.choice([2, 4]),
            default_style=rng.choice([None, None, None, "'", "\"", "|", ">"]), width=rng.choice([20, 80]),
            explicit_start=rng.random() < 0.2,
        )
    for _ in range(rng.choice([0, 0, 1, 1, 2])):
        at = rng.randrange(len(text) + 1)
        kind = rng.randrange(3)
        if kind == 0:
            text = text[:at] + text[at + rng.randrange(1, 5) :]
        elif kind == 1:
            text = text[:at] + rng.choice(PIECES) + text[at:]
        else:
            lines = text.split("\n")
            lines.insert(rng.randrange(len(lines)), rng.choice(lines))
            text = "\n".join(lines)
    return text.encode()


class Refused(Exception):
    pass


def text(node, above):
    if id(node) in above:
        raise Refused("recursive")
    if isinstance(node, yaml.ScalarNode):
        return "s" + node.value.encode().hex()
    below = above | {id(node)}
    if isinstance(node, yaml.SequenceNode):
        return "[" + ",".join(text(item, below) for item in node.value) + "]"
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise Refused("key")
    return "{" + ",".join(text(key, below) + "=" + text(item, below) for key, item in node.value) + "}"


def read(data):
    try:
        node = yaml.compose(data.decode(), Loader=yaml.BaseLoader)
        return "ok", "s" if node is None else text(node, frozenset())
    except Refused as error:
        return "refused", str(error)
    except yaml.YAMLError as error:
        return "error", type(error).__name__ + " " + str(error).replace("\n", " ").replace("\t", " ")


def main():
    seed, count = map(int, sys.stdin.read().split())
    rng = random.Random(seed)
    for _ in range(count):
        data = make(rng)
        print(data.hex(), *read(data), sep="\t")


main()
