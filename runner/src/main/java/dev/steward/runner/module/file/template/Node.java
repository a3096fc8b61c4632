package dev.steward.runner.module.file.template;

import java.util.List;

/** A piece of a template. */
sealed interface Node {

    /** Text as it is. */
    record Literal(String text) implements Node {}

    /** A value. */
    record Show(Expr value) implements Node {}

    /** The body once for each element of a list, or entry of a map. */
    record Loop(String name, Expr list, List<Node> body) implements Node {}

    /** The first branch whose condition holds. */
    record Choice(List<Branch> branches) implements Node {}

    /** One way of a choice; a null condition always holds. */
    record Branch(Expr condition, List<Node> body) {}
}
