package dev.steward.runner.module.file.template;

/** A template cannot be read or rendered; the message begins with {@code file:line:column}. */
public final class TemplateException extends Exception {

    TemplateException(Position at, String message) {
        super(at + ": " + message);
    }
}
