#!/usr/bin/env python3
"""Checks that every co_await of src/ stands alone, and that coroutines live in src/http only.

g++ 12 destroys temporaries of a co_await expression twice and loses control flow around a co_await inside a larger
expression, without a warning. So a co_await may only be

    co_await CALL;      TYPE name = co_await CALL;      name = co_await CALL;      co_return co_await CALL;

and CALL has no braces, closure, conditional, boolean operator, nested co_await, or TemporaryType(...): name it first.
"""
import pathlib
import re
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[2] / "src"
NOISE = re.compile(r"""//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])*'""", re.S)
ALONE = re.compile(r"(?:co_return\s+|(?:[\w:<>,&*\s]+[\s&*>])?\w+\s*=\s*)?co_await\s+(?P<call>.+)", re.S)
FORBIDDEN = {
    "a closure": re.compile(r"\[[^\]]*\]\s*\("),
    "a conditional": re.compile(r"\?"),
    "a boolean operator": re.compile(r"&&|\|\|"),
    "another co_await": re.compile(r"\bco_await\b"),
    "a temporary": re.compile(r"(?<![\w:.>])(?:\w+::)*[A-Z]\w*(?:<[^()]*>)?\s*\("),
}


def blank(match):
    """Keeps line numbers: a comment or literal becomes as many lines of nothing."""
    return '""' + "\n" * match.group().count("\n")


def statements(text):
    """(line, statement) of each statement, cut at semicolons and braces."""
    start = 0
    for match in re.finditer(r"[;{}]", text):
        piece = text[start : match.start()]
        yield text.count("\n", 0, start + len(piece) - len(piece.lstrip())) + 1, piece.strip()
        start = match.end()


def faults(text):
    for line, statement in statements(NOISE.sub(blank, text)):
        if "co_await" not in statement:
            continue
        match = ALONE.fullmatch(statement)
        if not match:
            yield line, "it is part of a larger expression or statement"
            continue
        if match["call"].count("(") != match["call"].count(")"):
            yield line, "its call contains braces"  # statements() cut there
        for what, pattern in FORBIDDEN.items():
            if pattern.search(match["call"]):
                yield line, f"its call contains {what}"


def self_test():
    good = ["co_await timer.async_wait(token);", "const bool ok = co_await read(std::move(a));", "co_return co_await f(x);",
            "n = co_await s.read(buffer, token);", "std::vector<int> v = co_await f();"]
    bad = ["if (co_await f()) return;", "co_await f(co_await g());", "co_await f([x] { return x; });", "co_await f(A{1});",
           "co_await f(Value(1));", "while (a) co_await f();", "auto x = co_await f() && y;", "return g(co_await f());",
           "co_await f(a ? b : c);"]
    return [s for s in good if list(faults(s))] + [s for s in bad if not list(faults(s))]


def main():
    wrong = self_test()
    for sample in wrong:
        print(f"lint_co_await misjudges: {sample}")
    count = len(wrong)
    for path in sorted([*SOURCE.rglob("*.cc"), *SOURCE.rglob("*.h")]):
        text = path.read_text()
        room = path.relative_to(SOURCE).parts[0]
        if room != "http" and re.search(r"\bco_(await|return|yield)\b", NOISE.sub(blank, text)):
            print(f"{path}: coroutines live in src/http only")
            count += 1
        for line, why in faults(text):
            print(f"{path}:{line}: co_await does not stand alone: {why}")
            count += 1
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
