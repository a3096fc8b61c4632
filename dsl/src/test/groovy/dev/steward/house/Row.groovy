package dev.steward.house

import java.lang.annotation.ElementType
import java.lang.annotation.Retention
import java.lang.annotation.RetentionPolicy
import java.lang.annotation.Target
import org.spockframework.runtime.extension.ExtensionAnnotation

/** The acceptance rows a feature proves; at most three, so that a feature stays about one promise. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@ExtensionAnnotation(RowExtension)
@interface Row {

    String[] value()
}
