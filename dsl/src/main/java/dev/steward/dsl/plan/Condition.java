package dev.steward.dsl.plan;

/**
 * A yes-or-no question asked at run time: {@code when}, {@code changedWhen}, {@code failedWhen}, {@code assertThat}.
 * Equality is that of the source, as for {@link Expression}.
 *
 * @param source the text between the braces, as written; shown in plans and as the reason of a skip
 * @param at where it stands
 * @param code what answers it; Groovy truth decides
 */
public record Condition(String source, SourceRef at, Code code) {

    @Override
    public boolean equals(Object other) {
        return other instanceof Condition that && source.equals(that.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    @Override
    public String toString() {
        return "{ " + source + " }";
    }
}
