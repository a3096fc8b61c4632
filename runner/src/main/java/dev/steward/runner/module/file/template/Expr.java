package dev.steward.runner.module.file.template;

import java.util.List;

/** An expression of a template: a small part of Groovy's, with Groovy's meaning and truth. */
sealed interface Expr {

    /** Where it stands. */
    Position at();

    /** A literal. */
    record Constant(Position at, Object value) implements Expr {}

    /** A variable. */
    record Name(Position at, String name) implements Expr {}

    /** {@code x.name}, or {@code x?.name}, where a null x gives null. */
    record Property(Position at, Expr of, String name, boolean safe) implements Expr {}

    /** {@code x[i]}. */
    record Index(Position at, Expr of, Expr index) implements Expr {}

    /** {@code x.join(', ')} and its few kin. */
    record Call(Position at, Expr of, String method, List<Expr> arguments) implements Expr {}

    /** {@code !x}. */
    record Not(Position at, Expr of) implements Expr {}

    /** {@code a op b}. */
    record Binary(Position at, String operator, Expr left, Expr right) implements Expr {}
}
