"""Reads a Grafana dashboard from standard input with the types of Grafana's own SDK, writes it again, and says what was
lost on the way: a key that is no part of the schema.
"""

import json
import sys

from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models.dashboard import Dashboard


def say_lost(given, found, place):
    if isinstance(given, dict) and isinstance(found, dict):
        for key, value in given.items():
            if key in found:
                say_lost(value, found[key], f"{place}/{key}")
            elif value is not None:
                print("not in the schema:", f"{place}/{key}")
    elif isinstance(given, list) and isinstance(found, list) and len(given) == len(found):
        for index, (one, other) in enumerate(zip(given, found)):
            say_lost(one, other, f"{place}[{index}]")
    elif given != found:
        print("read otherwise:", place)


register_default_plugins()
dashboard = json.load(sys.stdin)
say_lost(dashboard, json.loads(JSONEncoder(sort_keys=True).encode(Dashboard.from_json(dashboard))), "")
