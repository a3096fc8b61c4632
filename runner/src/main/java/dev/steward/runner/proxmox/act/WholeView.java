package dev.steward.runner.proxmox.act;

import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PveVersion;
import dev.steward.runner.proxmox.estate.HaService;
import dev.steward.runner.proxmox.estate.View;
import dev.steward.runner.proxmox.estate.ViewReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads a whole cluster by calls side by side: each is a way there and back, and whoever acts waits for it. Used once. */
final class WholeView {

    private final ViewReader reader;
    private Optional<PveVersion> version = Optional.empty();
    private List<PveFields> status = List.of();
    private List<HaService> ha = List.of();
    private List<PveFields> resources = List.of();

    WholeView(ViewReader reader) {
        this.reader = reader;
    }

    /** One call of it. */
    @FunctionalInterface
    private interface Part {

        void read() throws PveException, InterruptedException;
    }

    View read(Instant at) throws PveException, InterruptedException {
        List<Part> parts = List.of(
                () -> version = reader.version(),
                () -> status = reader.status(),
                () -> ha = reader.ha(),
                () -> resources = reader.resources());
        Optional<PveException> failed = Crew.each(parts, parts.size(), WholeView::failed).stream()
                .flatMap(Optional::stream)
                .findFirst();
        if (failed.isPresent()) {
            throw failed.get();
        }
        return reader.view(new ViewReader.Frame(version, status, ha), resources, at);
    }

    private static Optional<PveException> failed(Part part) throws InterruptedException {
        try {
            part.read();
            return Optional.empty();
        } catch (PveException e) {
            return Optional.of(e);
        }
    }
}
