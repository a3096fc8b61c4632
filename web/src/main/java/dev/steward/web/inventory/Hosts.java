package dev.steward.web.inventory;

import dev.steward.runner.inventory.sheet.HostSheet;
import dev.steward.runner.inventory.sheet.Sheets;
import dev.steward.runner.store.host.KnownHost;
import dev.steward.runner.store.host.KnownHosts;
import dev.steward.web.format.Times;
import dev.steward.web.http.Params;
import dev.steward.web.http.Refused;
import dev.steward.web.parts.WebParts;
import java.util.List;
import java.util.Optional;

/** What the inventory's pages and its API share: both tell the same. */
final class Hosts {

    private final Loading loading;
    private final KnownHosts known;
    private final HostLedger ledger;

    Hosts(WebParts parts, Times times) {
        this.loading = new Loading(parts);
        this.known = parts.store().hosts();
        this.ledger = new HostLedger(parts, times);
    }

    /**
     * A host.
     *
     * @param sheet empty: the inventory cannot be read, or has it no more
     * @param subject the guest or node that it is; empty: not known
     */
    record Whole(
            String name,
            Optional<HostSheet> sheet,
            KnownHost known,
            Optional<Subject> subject,
            List<HostLedger.Entry> ledger) {}

    Loaded loaded() {
        return loading.now();
    }

    /** The hosts that an address asks for. */
    HostList list(Loaded loaded, Params query, int most) {
        return HostList.of(
                loaded, known, HostFilter.of(query), query.first("after").orElse(""), most);
    }

    /**
     * A host by its name.
     *
     * @throws Refused 404 where neither the inventory nor any run knows it
     */
    Whole one(Loaded loaded, String name) {
        Optional<HostSheet> sheet = loaded.inventory().flatMap(inventory -> Sheets.of(inventory, name));
        KnownHost met = known.of(name);
        if (sheet.isEmpty() && met.equals(KnownHost.none(name))) {
            throw Refused.notFound("There is no host '" + name + "' in the inventory, and no run met one.");
        }
        Optional<Subject> subject = sheet.flatMap(Subject::of);
        return new Whole(name, sheet, met, subject, ledger.of(name, subject));
    }
}
