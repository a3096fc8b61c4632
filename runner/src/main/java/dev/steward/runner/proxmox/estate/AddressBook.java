package dev.steward.runner.proxmox.estate;

import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * The addresses of one cluster's guests, asked for when somebody wants them and kept for a while: each costs a call. A guest
 * whose status or node changed is asked again at once. One that cannot be asked spoils nothing but its own entry.
 */
final class AddressBook {

    /** How long an answer counts. */
    static final Duration FRESH = Duration.ofSeconds(30);

    /** How long an answer counts for who only looks: each costs the node a call into the guest. */
    static final Duration KNOWN = Duration.ofMinutes(5);

    private final AddressReader reader;
    private final ExecutorService askers;
    private final Time time;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    /**
     * An address book.
     *
     * @param askers few threads: the API's own limits hold behind them
     */
    AddressBook(PveApi api, ExecutorService askers, Time time) {
        this.reader = new AddressReader(api);
        this.askers = askers;
        this.time = time;
    }

    private record Entry(String status, String node, long at, Addresses addresses) {

        boolean fits(Guest guest, long now, Duration longest) {
            return status.equals(guest.status()) && node.equals(guest.node()) && now - at < longest.toNanos();
        }
    }

    /** The addresses of all these guests; asks for those that are not known or too old. */
    Map<String, Addresses> of(List<Guest> guests) throws InterruptedException {
        ask(guests, FRESH);
        return known(guests);
    }

    /** Asks for those that are not known, or were asked for long ago; false: there was none. */
    boolean learn(List<Guest> guests) throws InterruptedException {
        return ask(guests, KNOWN);
    }

    private boolean ask(List<Guest> guests, Duration longest) throws InterruptedException {
        long now = time.nanos();
        Map<String, Future<Addresses>> asked = new LinkedHashMap<>();
        for (Guest guest : guests) {
            Entry known = entries.get(guest.id());
            if (known == null || !known.fits(guest, now, longest)) {
                asked.put(guest.id(), askers.submit(() -> ask(guest)));
            }
        }
        List<Future<Addresses>> open = new ArrayList<>(asked.values());
        try {
            for (Future<Addresses> one : open) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("asking for addresses", e.getCause());
        } finally {
            open.forEach(one -> one.cancel(true));
        }
        return !open.isEmpty();
    }

    /** What is known without asking. */
    Map<String, Addresses> known(List<Guest> guests) {
        Map<String, Addresses> all = new LinkedHashMap<>();
        for (Guest guest : guests) {
            Entry entry = entries.get(guest.id());
            all.put(guest.id(), entry == null ? Addresses.NONE : entry.addresses());
        }
        return all;
    }

    /** Forgets guests that are gone. */
    void keep(View view) {
        entries.keySet().retainAll(view.guests().keySet());
    }

    private Addresses ask(Guest guest) throws InterruptedException {
        Addresses answer;
        try {
            answer = reader.of(guest);
        } catch (PveException e) {
            List<Address> before = Optional.ofNullable(entries.get(guest.id()))
                    .map(entry -> entry.addresses().all())
                    .orElse(List.of());
            answer = new Addresses(before, Optional.of(e.getMessage()));
        }
        entries.put(guest.id(), new Entry(guest.status(), guest.node(), time.nanos(), answer));
        return answer;
    }
}
