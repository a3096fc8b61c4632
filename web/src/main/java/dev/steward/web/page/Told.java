package dev.steward.web.page;

import dev.steward.runner.notice.ImageUpdate;
import dev.steward.runner.notice.Notice;
import dev.steward.runner.store.outbox.Posted;
import dev.steward.runner.store.outbox.Posted.State;
import dev.steward.web.format.Times;
import dev.steward.web.format.When;
import dev.steward.web.parts.WebParts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What people were told, for the page Home.
 *
 * @param notices the last ones
 * @param images with newer versions
 * @param more images than are shown
 */
public record Told(List<Line> notices, List<Image> images, boolean more) {

    private static final int NOTICES = 5;
    private static final int IMAGES = 10;
    private static final Duration LATELY = Duration.ofDays(30);

    /**
     * A notice.
     *
     * @param title in one line
     * @param when it happened
     * @param to a page; empty: none
     * @param fate what became of it on each channel
     * @param good whether it arrived everywhere, or nobody is to be told
     */
    public record Line(String title, When when, Optional<String> to, String fate, boolean good) {}

    /** An image with a newer version: with its tag, on which host, seen when, and a page about it where there is one. */
    public record Image(String name, String host, When when, Optional<String> link) {}

    static Told of(WebParts parts, Times times) {
        List<Line> notices = parts.store().outbox().last(NOTICES).stream()
                .map(posted -> line(posted, times))
                .toList();
        List<ImageUpdate> seen = parts.store().images().since(parts.time().now().minus(LATELY), 200).stream()
                .filter(update -> update.status() == ImageUpdate.Status.UPDATE)
                .toList();
        List<Image> images =
                seen.stream().limit(IMAGES).map(update -> image(update, times)).toList();
        return new Told(notices, images, seen.size() > IMAGES);
    }

    private static Line line(Posted posted, Times times) {
        Notice notice = posted.notice();
        String fate = posted.deliveries().stream()
                .map(one -> one.channel() + " " + one.state().word())
                .reduce((one, other) -> one + ", " + other)
                .orElse("told nobody");
        boolean good = posted.deliveries().stream().allMatch(one -> one.state() == State.SENT);
        return new Line(notice.title(), times.when(notice.at()), notice.run().map(run -> "/runs/" + run), fate, good);
    }

    private static Image image(ImageUpdate update, Times times) {
        return new Image(
                update.name(),
                update.host(),
                times.when(update.seen()),
                Optional.of(update.link()).filter(link -> !link.isEmpty()));
    }
}
