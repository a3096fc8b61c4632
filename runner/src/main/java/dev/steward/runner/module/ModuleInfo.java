package dev.steward.runner.module;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a module says of itself; with its Args record this is its schema. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ModuleInfo {

    /** The word in playbooks, as {@code apt}. */
    String name();

    /** What it does, one or two sentences. */
    String doc();

    /** What it does in check mode. */
    CheckMode check();

    /** What a cancel does to it. */
    OnCancel onCancel() default OnCancel.STOPS;

    /** The properties its registered result has beside those of every result. */
    Returns[] returns() default {};

    /** Whether it never needs the host, as {@code debug}: no connection is opened for it. */
    boolean local() default false;

    /**
     * Whether it has no end of its own, as what an operator runs with {@code command}: where the task says no {@code
     * timeout}, the usual limit of a command applies ({@code defaults.commandTimeout} of steward.yml).
     */
    boolean limited() default false;

    /** What a module does in check mode. */
    enum CheckMode {
        /** It says what it would change. */
        SIMULATES,
        /** It cannot know, and is skipped. */
        SKIPS,
        /** It never changes anything, and runs as usual. */
        READS
    }

    /** What a cancel does to a running module. */
    enum OnCancel {
        /** It is stopped, with its process group on the host. */
        STOPS,
        /** It runs to its end unless the cancel is forced: it changes packages. */
        FINISHES
    }

    /** A property of a module's result. */
    @interface Returns {

        /** As {@code exists}. */
        String name();

        /** Of the value. */
        dev.steward.dsl.catalog.Param.Type type();

        /** One sentence. */
        String doc();
    }
}
