package dev.steward.runner.notify;

import dev.steward.runner.notice.ImageUpdate;
import dev.steward.runner.notice.Notice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is told of newer container images: all that came in one notice. Nothing is done about them. */
final class ImageNotices {

    private static final int SHOWN = 100;

    private final Optional<String> url;

    ImageNotices(Optional<String> url) {
        this.url = url;
    }

    /**
     * One notice of at least one update.
     *
     * @param last the number of the last one, for the key
     * @param now when it is told
     */
    Notice of(List<ImageUpdate> updates, long last, Instant now) {
        return new Notice(
                "images-" + last,
                Notice.Kind.IMAGE_UPDATE,
                Notice.Severity.INFO,
                "",
                title(updates),
                text(updates),
                url.map(base -> base + "/"),
                now,
                Optional.empty());
    }

    private static String title(List<ImageUpdate> updates) {
        ImageUpdate first = updates.get(0);
        return updates.size() == 1
                ? "Container image " + first.name() + " on " + first.host() + ": " + words(first)
                : updates.size() + " container images have news: " + first.name() + " on " + first.host() + " and "
                        + (updates.size() - 1) + " more";
    }

    private static String words(ImageUpdate update) {
        return update.status() == ImageUpdate.Status.UPDATE ? "a newer version is there" : "it is watched now";
    }

    private String text(List<ImageUpdate> updates) {
        List<String> lines = new ArrayList<>();
        updates.stream().limit(SHOWN).forEach(update -> {
            lines.add(update.host() + "  " + update.name() + "  " + words(update));
            lines.add("    " + update.digest() + (update.link().isEmpty() ? "" : "  " + update.link()));
        });
        if (updates.size() > SHOWN) {
            lines.add("and " + (updates.size() - SHOWN) + " more");
        }
        lines.add("");
        lines.add("Nothing was pulled or restarted: Steward tells of images, it never updates them.");
        url.ifPresent(base -> lines.add(base + "/"));
        return String.join("\n", lines) + "\n";
    }
}
