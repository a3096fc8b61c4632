package dev.steward.web.reference;

import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.Page;
import java.util.List;
import java.util.Optional;

/** The reference: modules, words of the language, commands and settings, each with a place of its own; and a search in them. */
public final class ReferencePage implements Page {

    /**
     * What the page shows.
     *
     * @param all its parts
     * @param part the one that is read; empty: the beginning, or a search
     * @param entry the one entry of it that is read; empty: all
     * @param asked what was searched for; empty: nothing
     * @param hits what was found
     */
    public record View(
            List<Reference> all,
            Optional<Reference> part,
            Optional<Reference.Entry> entry,
            String asked,
            List<Search.Hit> hits) {

        /** What is read, as a link of the head names it. */
        public boolean reads(Reference other) {
            return part.filter(other::equals).isPresent();
        }

        /** The entry so many places behind the one that is read; empty: it is at the end. */
        public Optional<Reference.Entry> beside(int places) {
            List<Reference.Entry> entries = part.orElseThrow().entries();
            int at = entries.indexOf(entry.orElseThrow()) + places;
            return at >= 0 && at < entries.size() ? Optional.of(entries.get(at)) : Optional.empty();
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/reference", ReferencePage::begin),
                Route.get("/reference/{part}", ReferencePage::part),
                Route.get("/reference/{part}/{word}", ReferencePage::word));
    }

    private static Reply begin(Request request) {
        String asked = request.query().first("q").orElse("").strip();
        return shown("Reference", Optional.empty(), Optional.empty(), asked);
    }

    private static Reply part(Request request) {
        Reference part = found(request);
        return shown(part.title(), Optional.of(part), Optional.empty(), "");
    }

    private static Reply word(Request request) {
        Reference part = found(request);
        String word = request.place("word");
        Reference.Entry entry = part.entry(word)
                .orElseThrow(() -> Refused.notFound("The reference of " + part.name() + " has no '" + word
                        + "'. Search at /reference for what it may be called."));
        return shown(entry.word(), Optional.of(part), Optional.of(entry), "");
    }

    private static Reference found(Request request) {
        String name = request.place("part");
        return Reference.of(name)
                .orElseThrow(() -> Refused.notFound("The reference has no part '" + name + "'; it has "
                        + String.join(", ", Reference.NAMES) + "."));
    }

    private static Reply shown(String title, Optional<Reference> part, Optional<Reference.Entry> entry, String asked) {
        return Reply.page("reference", title, new View(Reference.all(), part, entry, asked, Search.find(asked)));
    }
}
