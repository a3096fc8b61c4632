package dev.steward.runner.inventory.drift;

import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.drift.Difference.Kind;
import dev.steward.runner.inventory.dynamic.Counterpart;
import dev.steward.runner.inventory.dynamic.Counterparts;
import dev.steward.runner.inventory.dynamic.Counterparts.Said;
import dev.steward.runner.proxmox.estate.Address;
import dev.steward.runner.proxmox.estate.Guest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** In what a host and the guest it is differ. Of a node only the name is known well enough to compare. */
final class Details {

    private final Host host;
    private final Member member;
    private final Guest guest;
    private final Counterpart counterpart;
    private final List<Difference> found = new ArrayList<>();

    private Details(Host host, Member member, Guest guest) {
        this.host = host;
        this.member = member;
        this.guest = guest;
        this.counterpart = member.counterpart();
    }

    static List<Difference> of(Host host, Member member, Said said) {
        return member.guest()
                .map(guest -> new Details(host, member, guest).carriedOut(said))
                .orElse(List.of());
    }

    static Difference vmid(Host host, Member member, String said) {
        String is = member.counterpart().id().orElse("a node");
        return difference(
                Kind.VMID,
                host,
                member,
                said,
                is,
                host.name() + ": the file says vmid " + said + ", but " + member.words() + " has its name or address");
    }

    private List<Difference> carriedOut(Said said) {
        if (guest.template()) {
            found.add(difference(
                    Kind.TEMPLATE,
                    host,
                    member,
                    "",
                    "template",
                    host.name() + " is a template, which never runs; take it out"));
        }
        name();
        address(said.address());
        differing(Kind.NODE, "proxmox_node", guest.node(), "is on");
        differing(Kind.TYPE, "proxmox_vmtype", guest.kind().word(), "is");
        return found;
    }

    private void name() {
        String is = Counterparts.first(guest.name());
        boolean same = is.equalsIgnoreCase(Counterparts.first(host.name()))
                || counterpart.aliases().contains(host.name().toLowerCase(Locale.ROOT))
                || Comparison.text(host, "proxmox_name")
                        .filter(guest.name()::equals)
                        .isPresent();
        if (!same) {
            found.add(difference(
                    Kind.NAME,
                    host,
                    member,
                    host.name(),
                    guest.name(),
                    host.name() + " is called " + guest.name() + " in the cluster (" + guest.id()
                            + "); rename one of them, or make the other name an alias in steward.yml"));
        }
    }

    /* An address of this machine is the end of a tunnel; a name may stand for anything. */
    private void address(String said) {
        boolean comparable = Address.is(said) && !said.startsWith("127.") && !said.equals("::1");
        List<Address> known = counterpart.addresses().all();
        if (comparable && !known.isEmpty() && !counterpart.addresses().has(said)) {
            String is = known.stream().map(Address::ip).collect(Collectors.joining(", "));
            found.add(difference(
                    Kind.ADDRESS,
                    host,
                    member,
                    said,
                    is,
                    host.name() + ": the file says " + said + ", but " + member.words() + " has " + is));
        }
    }

    private void differing(Kind kind, String variable, String is, String verb) {
        Optional<String> said = Comparison.text(host, variable).filter(text -> !text.equals(is));
        said.ifPresent(text -> found.add(difference(
                kind,
                host,
                member,
                text,
                is,
                host.name() + ": the file says " + variable + " " + text + ", but " + guest.id() + " " + verb + " "
                        + is)));
    }

    private static Difference difference(
            Kind kind, Host host, Member member, String inFile, String inCluster, String text) {
        return new Difference(
                kind,
                true,
                Optional.of(host.name()),
                Optional.of(member.counterpart().cluster()),
                Optional.of(member.subject()),
                Optional.of(inFile).filter(said -> !said.isEmpty()),
                Optional.of(inCluster),
                Comparison.file(host),
                text);
    }
}
