"""Reads a text of /metrics with Prometheus' own client library: parse_metrics.py FILE.

The last line is a JSON object: each family's kind, and each sample's value by name and labels.
"""
import json
import sys

from prometheus_client.parser import text_string_to_metric_families

with open(sys.argv[1], encoding="utf-8", newline="") as file:
    families = list(text_string_to_metric_families(file.read()))
samples = {}
for family in families:
    for sample in family.samples:
        labels = ",".join(f"{name}={value}" for name, value in sorted(sample.labels.items()))
        key = f"{sample.name}{{{labels}}}"
        assert key not in samples, f"twice: {key}"
        samples[key] = sample.value
print(json.dumps({
    "kinds": {family.name: family.type for family in families},
    "samples": {key: value for key, value in samples.items() if value == value},
}))
