"""Reads protobuf messages with Python's library and compares each with what the reader under test found in it.

Standard input, one line for each message: {"message": hex, "found": [fields] or null, "reason": text}. The schema is
made here and has no field at all: so the library shows every field of a message as it stands on the wire.

Found fields stand as [number, kind, value]: "v" with a decimal number, "8" and "4" with one, "b" with hex.
Standard output: one line for each difference, and a summary at the end.
"""

import json
import sys

from google.protobuf import descriptor_pb2, descriptor_pool, message, message_factory, unknown_fields

file = descriptor_pb2.FileDescriptorProto(name="case.proto", package="case", syntax="proto2")
file.message_type.add(name="Empty")
pool = descriptor_pool.DescriptorPool()
pool.Add(file)
Empty = message_factory.GetMessageClass(pool.FindMessageTypeByName("case.Empty"))


def fields(data):
    """All fields of a message in order, as a message without a schema has them; None where it is refused."""
    try:
        parsed = Empty.FromString(data)
    except message.DecodeError:
        return None
    result = []
    for field in unknown_fields.UnknownFieldSet(parsed):
        if field.wire_type == 0:
            result.append([field.field_number, "v", str(field.data)])
        elif field.wire_type == 1:
            result.append([field.field_number, "8", str(field.data)])
        elif field.wire_type == 5:
            result.append([field.field_number, "4", str(field.data)])
        elif field.wire_type == 2:
            result.append([field.field_number, "b", field.data.hex()])
        else:
            return "group"
    return result


accepted = 0
documents = 0
for number, line in enumerate(sys.stdin):
    documents += 1
    case = json.loads(line)
    data = bytes.fromhex(case["message"])
    mine = fields(data)
    found = case["found"]
    if mine is not None and mine != "group":
        accepted += 1
    if mine == "group":
        # Groups are refused on purpose.
        if found is not None:
            print(json.dumps({"number": number, "expected": "refused: a group", "found": found}))
    elif mine != found:
        if found is None and mine is not None:
            # The library drops the bits of a number above the 64th, where the reader refuses them.
            print(json.dumps({"number": number, "quirk": "read by the library: " + case.get("reason", "")}))
        else:
            print(json.dumps({"number": number, "expected": mine, "found": found}))
print(json.dumps({"documents": documents, "accepted": accepted}))
