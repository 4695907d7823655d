#!/usr/bin/env python3
"""Writes Resources/kubernetes-fields.txt from the JSON schemas of PyPI's kubernetes-validate.

    pip install kubernetes-validate && python3 generate-field-table.py

The schemas of PREFERRED are taken first; fields, types and kinds that only other versions know are
added, newest version first, so that a manifest for any of these versions passes. A field keeps the
type of the first version that has it.

The file holds one line a kind and one line a type, sorted:

    = apps/v1 Deployment apps.v1.Deployment
    apps.v1.Deployment apiVersion:s kind:s metadata:meta.v1.ObjectMeta ...

A field's type is a letter (s text, i 32-bit integer, l 64-bit integer, b boolean, n number,
q quantity, p integer or text, * anything), the name of a type, or one of these after `[` for a list and `{` for a map. `status`
and `managedFields` are `*`: they are ignored in input.
"""

import json
import pathlib

import kubernetes_validate

PREFERRED = "1.31"
SCALARS = {"string": "s", "integer": "i", "boolean": "b", "number": "n", "object": "*"}
IGNORED = {"status", "managedFields"}
PREFIXES = [
    ("io.k8s.apimachinery.pkg.apis.", ""),
    ("io.k8s.apimachinery.pkg.", ""),
    ("io.k8s.apiextensions-apiserver.pkg.apis.", ""),
    ("io.k8s.kube-aggregator.pkg.apis.", ""),
    ("io.k8s.api.", ""),
]
SPECIAL = {
    "io.k8s.apimachinery.pkg.api.resource.Quantity": "q",
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": "p",
    "io.k8s.apimachinery.pkg.apis.meta.v1.Time": "s",
    "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime": "s",
}


def short(name):
    for prefix, replacement in PREFIXES:
        if name.startswith(prefix):
            return replacement + name[len(prefix):]
    return name


def kind_of(schema):
    """The JSON type of a schema, without `null`."""
    kinds = schema.get("type")
    if isinstance(kinds, list):
        kinds = next((kind for kind in kinds if kind != "null"), None)
    return kinds


def field_type(schema, definitions, used):
    """The type of a field in the file's notation; adds the names of types it refers to."""
    reference = schema.get("$ref")
    if reference:
        name = reference.rsplit("/", 1)[-1]
        if name in SPECIAL:
            return SPECIAL[name]
        if "properties" in definitions[name]:
            used.append(name)
            return short(name)
        return SCALARS.get(kind_of(definitions[name]), "*")
    kind = kind_of(schema)
    if kind == "array":
        return "[" + field_type(schema["items"], definitions, used)
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return "{" + field_type(schema["additionalProperties"], definitions, used)
    return "l" if schema.get("format") == "int64" else SCALARS.get(kind, "*")


def add_version(definitions, kinds, types):
    """Adds the kinds, types and fields of one version that are not there yet."""
    waiting = []
    for name, schema in definitions.items():
        for group in schema.get("x-kubernetes-group-version-kind", []):
            fields = schema.get("properties", {})
            if "metadata" not in fields or group["kind"].endswith("List"):
                continue
            api = "/".join(part for part in (group["group"], group["version"]) if part)
            if kinds.setdefault((api, group["kind"]), short(name)) == short(name):
                waiting.append(name)
    seen = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        fields = types.setdefault(short(name), {})
        for field, schema in definitions[name].get("properties", {}).items():
            used = []
            kind = "*" if field in IGNORED else field_type(schema, definitions, used)
            fields.setdefault(field, kind)
            if field not in IGNORED:
                waiting += used


def main():
    schemas = pathlib.Path(kubernetes_validate.__file__).parent / "kubernetes-json-schema"
    versions = {
        tuple(int(part) for part in folder.name[1:].split("-")[0].split(".")): folder
        for folder in schemas.glob("v*-local")
    }
    preferred = tuple(int(part) for part in PREFERRED.split("."))
    order = sorted(versions, key=lambda version: (version[:2] != preferred, [-n for n in version]))
    kinds, types = {}, {}
    for version in order:
        document = json.loads((versions[version] / "_definitions.json").read_text())
        add_version(document["$defs"], kinds, types)
    lines = [f"= {api} {kind} {name}" for (api, kind), name in sorted(kinds.items())]
    for name, fields in sorted(types.items()):
        pairs = [f"{field}:{kind}" for field, kind in sorted(fields.items())]
        lines.append(" ".join([name] + pairs))
    output = pathlib.Path(__file__).parent / "Resources" / "kubernetes-fields.txt"
    output.write_text("\n".join(lines) + "\n")
    print(f"{output.name}: {len(kinds)} kinds, {len(types)} types, {output.stat().st_size} bytes")


main()
