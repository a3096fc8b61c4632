package dev.steward.runner.secret;

import java.util.Objects;

/** A value that must not be seen. It prints as {@code ***}; only what hands it to its target asks for {@link #reveal()}. */
public final class Secret {

    private final String value;

    /**
     * A secret.
     *
     * @param value not null
     */
    public Secret(String value) {
        this.value = Objects.requireNonNull(value, "value");
    }

    /** The value itself; its every use is a place where it might leak. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
