package dev.steward.runner.module;

import dev.steward.dsl.catalog.Param;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a parameter's text looks like, so that what is written in a playbook is refused before the run. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Form {

    /** The form. */
    Param.Form value();
}
