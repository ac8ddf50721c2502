"""What could stand in the place of a piece of code: the slips of those who write programs."""

import ast
from collections.abc import Iterator
from functools import singledispatch
from itertools import pairwise

COMPARISONS = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
ARITHMETIC = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
}
CALLED = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "floor": "ceil",
    "ceil": "floor",
    "sorted": "list",
    "abs": "int",
    "Fraction": "int",
    "reversed": "list",
}
# Calls whose arguments may change places, or that cannot but crash if they do.
NO_CHANGE = {"TypeVar", "isinstance", "min", "max", "gcd", "map", "filter", "enumerate"}
NO_PLACE = (ast.Starred, ast.Tuple, ast.Lambda, ast.GeneratorExp, ast.ListComp, ast.DictComp)
WORDS = {"text", "remedy", "name", "holds"}  # keywords that only words are given by


def is_text(node: ast.AST) -> bool:
    """Tell what is only words."""
    match node:
        case ast.Constant(str()) | ast.JoinedStr():
            return True
        case ast.BinOp(left, ast.Add(), right):
            return is_text(left) or is_text(right)
        case ast.IfExp(_, body, other):
            return is_text(body) and is_text(other)
    return False


@singledispatch
def instead(node: ast.AST) -> Iterator[ast.AST]:
    """Give what could stand in the place of a node."""
    if isinstance(node, ast.stmt):
        yield from _dropped(node)


def _dropped(node: ast.stmt) -> Iterator[ast.AST]:
    """Leave a statement out; what a function gives becomes nothing."""
    match node:
        case ast.Return(None) | ast.Return(ast.Constant(None)):
            yield ast.Pass()
        case ast.Return():
            yield ast.Return(ast.Constant(None))
        case ast.Expr(ast.YieldFrom() | ast.Yield()):
            # The function still is one that yields.
            yield ast.If(ast.Constant(False), [node], [])
        case ast.Assign([_]) if not is_text(node.value):
            yield ast.Pass()
        case ast.AnnAssign(simple=0) | ast.Expr() | ast.Raise() | ast.Continue() | ast.Break():
            yield ast.Pass()


@instead.register
def _(node: ast.AugAssign) -> Iterator[ast.AST]:
    if not is_text(node.value):
        yield ast.Pass()
        if type(node.op) in ARITHMETIC:
            yield ast.AugAssign(node.target, ARITHMETIC[type(node.op)](), node.value)


@instead.register
def _(node: ast.Compare) -> Iterator[ast.AST]:
    for n, op in enumerate(node.ops):
        for other in COMPARISONS[type(op)]:
            ops = [*node.ops[:n], other(), *node.ops[n + 1 :]]
            yield ast.Compare(node.left, ops, node.comparators)


@instead.register
def _(node: ast.BoolOp) -> Iterator[ast.AST]:
    other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    yield ast.BoolOp(other, node.values)
    for n in range(len(node.values)):
        rest = [*node.values[:n], *node.values[n + 1 :]]
        yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)


@instead.register
def _(node: ast.UnaryOp) -> Iterator[ast.AST]:
    if isinstance(node.op, ast.Not | ast.USub):
        yield node.operand


@instead.register
def _(node: ast.BinOp) -> Iterator[ast.AST]:
    if type(node.op) not in ARITHMETIC:
        yield from (node.left, node.right)
    elif not is_text(node):
        yield ast.BinOp(node.left, ARITHMETIC[type(node.op)](), node.right)


@instead.register
def _(node: ast.Constant) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield from (ast.Constant(node.value + 1), ast.Constant(node.value - 1))


@instead.register
def _(node: ast.IfExp) -> Iterator[ast.AST]:
    yield from (node.body, node.orelse)


@instead.register
def _(node: ast.If) -> Iterator[ast.AST]:
    for held in (True, False):
        yield ast.If(ast.Constant(held), node.body, node.orelse)


@instead.register
def _(node: ast.While) -> Iterator[ast.AST]:
    yield ast.While(ast.Constant(False), node.body, node.orelse)


@instead.register
def _(node: ast.For) -> Iterator[ast.AST]:
    yield ast.For(node.target, ast.Tuple([], ast.Load()), node.body, node.orelse)


@instead.register
def _(node: ast.comprehension) -> Iterator[ast.AST]:
    for n in range(len(node.ifs)):
        rest = [*node.ifs[:n], *node.ifs[n + 1 :]]
        yield ast.comprehension(node.target, node.iter, rest, 0)
    if node.ifs:
        yield ast.comprehension(node.target, node.iter, [ast.Constant(False)], 0)


@instead.register
def _(node: ast.Call) -> Iterator[ast.AST]:
    """Call another function, let arguments change places, leave out a keyword."""
    func, args, keywords = node.func, node.args, node.keywords
    name = func.id if isinstance(func, ast.Name) else ""
    whole = name == "Fraction" and all(isinstance(each, ast.Constant) for each in args)
    if name in CALLED and not whole:  # a whole number is the same, whatever its type
        kept = keywords if CALLED[name] in {"min", "max"} else []
        yield ast.Call(ast.Name(CALLED[name], ast.Load()), args, kept)
    if name in NO_CHANGE:
        return
    for n, (one, two) in enumerate(pairwise(args)):
        same = ast.dump(one) == ast.dump(two)
        if not same and not any(isinstance(each, NO_PLACE) or is_text(each) for each in (one, two)):
            yield ast.Call(func, [*args[:n], two, one, *args[n + 2 :]], keywords)
    for n, keyword in enumerate(keywords):
        if keyword.arg not in WORDS and not is_text(keyword.value):
            yield ast.Call(func, args, [*keywords[:n], *keywords[n + 1 :]])


@instead.register
def _(node: ast.Slice) -> Iterator[ast.AST]:
    if node.lower:
        yield ast.Slice(None, node.upper, node.step)
    if node.upper:
        yield ast.Slice(node.lower, None, node.step)


@instead.register
def _(node: ast.Tuple) -> Iterator[ast.AST]:
    """Leave out one of many names, as of a list of checks."""
    names = node.elts
    given = isinstance(node.ctx, ast.Load) and all(isinstance(name, ast.Name) for name in names)
    for n in range(len(names)) if given and len(names) > 2 else ():
        yield ast.Tuple([*names[:n], *names[n + 1 :]], ast.Load())
