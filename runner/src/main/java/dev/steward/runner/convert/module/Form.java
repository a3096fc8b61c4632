package dev.steward.runner.convert.module;

import dev.steward.runner.convert.jinja.Unconvertible;

/** How an argument is written here. */
enum Form {
    TEXT(Arguments::text),
    FLAG(Arguments::flag),
    DURATION(Arguments::duration),
    INTEGER(Arguments::integer),
    MODE(Arguments::mode),
    LIST(Arguments::list),
    ANY(Arguments::any);

    private final Writing writing;

    /** Of a value of YAML. */
    private interface Writing {

        String of(Arguments arguments, Object value) throws Unconvertible;
    }

    Form(Writing writing) {
        this.writing = writing;
    }

    String of(Arguments arguments, Object value) throws Unconvertible {
        return writing.of(arguments, value);
    }
}
