package dev.steward.runner.app.roll;

import dev.steward.runner.app.estate.Clusters;
import dev.steward.runner.config.StewardConfig;
import dev.steward.runner.config.power.PowerConfig;
import dev.steward.runner.config.power.SelfConfig;
import dev.steward.runner.outage.self.Machine;
import dev.steward.runner.outage.self.OwnPlace;
import dev.steward.runner.outage.self.OwnPlaceFinder;
import dev.steward.runner.outage.self.OwnPlaceFinder.Said;
import dev.steward.runner.outage.self.OwnPlaceKeeper;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.time.Time;

/** Where Steward itself runs, as far as rolling updates ask: as configured ({@code power.self}), else found out. */
public final class OwnSpot implements KeptRolls.OwnPart {

    private final OwnPlaceKeeper keeper;

    /** Among the configured clusters. */
    public OwnSpot(StewardConfig config, Clusters clusters, ActingSource acting, Time time) {
        Said said = config.power().map(PowerConfig::self).map(OwnSpot::said).orElse(Said.NOTHING);
        this.keeper = new OwnPlaceKeeper(
                new OwnPlaceFinder(acting, Machine.ofThisMachine()),
                said,
                () -> clusters.estates().known(),
                () -> asked(clusters),
                time);
    }

    private static Estate asked(Clusters clusters) {
        try {
            return clusters.now();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return clusters.estates().known();
        }
    }

    private static Said said(SelfConfig self) {
        return new Said(self.guest(), self.node(), self.outside());
    }

    private OwnPlace place() {
        return keeper.now().place();
    }

    @Override
    public boolean is(String cluster, int vmid, String node) {
        OwnPlace place = place();
        return vmid == 0
                ? place instanceof OwnPlace.OnNode && place.goesWith(cluster, node)
                : place instanceof OwnPlace.InGuest own && own.of().equals(cluster) && own.vmid() == vmid;
    }

    @Override
    public boolean goesWith(String cluster, String node) {
        return place().goesWith(cluster, node);
    }
}
