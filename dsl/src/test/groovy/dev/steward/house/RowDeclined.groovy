package dev.steward.house

import java.lang.annotation.ElementType
import java.lang.annotation.Retention
import java.lang.annotation.RetentionPolicy
import java.lang.annotation.Target

/** A row the product does not promise, with the reason; it counts as open until agreed. */
@Retention(RetentionPolicy.RUNTIME)
@Target([ElementType.METHOD, ElementType.TYPE])
@interface RowDeclined {

    String row()

    String reason()
}
