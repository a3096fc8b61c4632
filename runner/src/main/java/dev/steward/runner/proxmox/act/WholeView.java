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

    View read(Instant at) throws PveException, InterruptedException {
        Optional<PveException> failed = Crew.reads(List.of(
                () -> version = reader.version(),
                () -> status = reader.status(),
                () -> ha = reader.ha(),
                () -> resources = reader.resources()));
        if (failed.isPresent()) {
            throw failed.get();
        }
        return reader.view(new ViewReader.Frame(version, status, ha), resources, at);
    }
}
