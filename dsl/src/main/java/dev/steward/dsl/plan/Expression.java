package dev.steward.dsl.plan;

/**
 * A value known only at run time, as {@code "${host.name}"} or {@code upgrade.packages}. Two expressions are equal when
 * their source is: plans are compared by what the operator wrote.
 *
 * @param source the text as written, for plans and pages
 * @param at where it stands
 * @param code what computes it
 */
public record Expression(String source, SourceRef at, Code code) {

    @Override
    public boolean equals(Object other) {
        return other instanceof Expression that && source.equals(that.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    @Override
    public String toString() {
        return source;
    }
}
