"""Says whether a document fits its schema in docs/schema. usage: schema.py NAME DOCUMENT"""

import json
import pathlib
import sys

import jsonschema
import referencing

folder = pathlib.Path(__file__).parents[3] / "docs" / "schema"
# Each schema must be usable alone: no other is at hand.
registry = referencing.Registry()
schema = json.loads((folder / f"{sys.argv[1]}.schema.json").read_bytes())
document = json.loads(pathlib.Path(sys.argv[2]).read_bytes())
validator = jsonschema.Draft202012Validator(schema, registry=registry)
complaints = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]
print("\n".join(complaints) or "fits")
