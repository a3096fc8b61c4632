package dev.steward.runner.cli.print;

import java.io.Console;
import java.util.Optional;

/** The terminal at which somebody can be asked. */
public final class Keyboard {

    private Keyboard() {}

    /**
     * The terminal; empty where there is none. From Java 22 on there is a console without a terminal too, which says so
     * itself ({@code Console.isTerminal}).
     */
    public static Optional<Console> console() {
        Console console = System.console();
        try {
            boolean there = console != null
                    && (Runtime.version().feature() < 22
                            || (boolean) Console.class.getMethod("isTerminal").invoke(console));
            return there ? Optional.of(console) : Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM lacks a method of its version", e);
        }
    }
}
