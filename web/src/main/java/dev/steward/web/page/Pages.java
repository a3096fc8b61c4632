package dev.steward.web.page;

import dev.steward.runner.store.RunQueries;
import dev.steward.web.account.AccountsPage;
import dev.steward.web.account.AuditPage;
import dev.steward.web.account.TokensPage;
import dev.steward.web.admin.AdminPage;
import dev.steward.web.admin.ServersPage;
import dev.steward.web.alert.AlertsPage;
import dev.steward.web.approve.ApprovalsPage;
import dev.steward.web.compare.Comparisons;
import dev.steward.web.estate.ClusterPage;
import dev.steward.web.estate.EstateKit;
import dev.steward.web.estate.EstatePage;
import dev.steward.web.estate.GraphPage;
import dev.steward.web.estate.GuestPage;
import dev.steward.web.estate.NodePage;
import dev.steward.web.format.LogLines;
import dev.steward.web.format.Times;
import dev.steward.web.inventory.InventoryPage;
import dev.steward.web.matrix.Matrices;
import dev.steward.web.parts.Page;
import dev.steward.web.parts.WebParts;
import dev.steward.web.patch.LedgerPage;
import dev.steward.web.patch.PatchesPage;
import dev.steward.web.patch.RollsPage;
import dev.steward.web.power.PowerKit;
import dev.steward.web.power.PowerPage;
import dev.steward.web.power.UpsPage;
import dev.steward.web.reference.ReferencePage;
import dev.steward.web.run.UpidLines;
import dev.steward.web.timeline.Timelines;
import dev.steward.web.usual.Forecasts;
import dev.steward.web.usual.Usuals;
import java.util.List;

/** All pages. The menu holds only what is finished. */
public final class Pages {

    /** What the menu offers. */
    public static final List<Chrome.Item> MENU = List.of(
            new Chrome.Item("/", "Home", "h"),
            new Chrome.Item("/runs", "Runs", "r"),
            new Chrome.Item("/schedules", "Schedules", "s"),
            new Chrome.Item("/playbooks", "Playbooks", "p"),
            new Chrome.Item("/approvals", "Approvals", "v"),
            new Chrome.Item("/inventory", "Inventory", "i"),
            new Chrome.Item("/estate", "Estate", "e"),
            new Chrome.Item("/patches", "Patches", "u"),
            new Chrome.Item("/power", "Power", "w"),
            new Chrome.Item("/alerts", "Alerts", "a"));

    private Pages() {}

    /** Every page, made of the parts. */
    public static List<Page> all(WebParts parts) {
        Times times = new Times(parts.time(), parts.zone());
        LogLines lines = new LogLines(times);
        RunQueries queries = parts.store().queries();
        Usuals usuals = new Usuals(queries);
        Forecasts forecasts = new Forecasts(queries, usuals, times);
        RunRows rows = new RunRows(times, queries, forecasts);
        RunHeads heads = new RunHeads(parts.runs(), queries, times, rows);
        EstateKit kit = EstateKit.of(parts, times);
        PowerKit power = PowerKit.of(parts, times);
        return List.of(
                new HomePage(parts, rows, times, kit, power),
                new RunsPage(parts, rows, times),
                new RunPage(new RunPage.Parts(parts, heads, times, lines), new Matrices(queries, usuals), forecasts),
                new RunLogPage(parts, heads, lines),
                new RunTextsPage(parts, heads),
                new TimelinePage(heads, new Timelines(parts.store(), parts.time())),
                new ComparePage(
                        queries,
                        heads,
                        rows,
                        new Comparisons(queries, parts.store().json())),
                new CellPage(queries, heads, lines, new UpidLines(parts.store(), times)),
                new RunActions(parts.runs()),
                new SchedulesPage(parts, rows, times),
                new WakePage(parts, times),
                new AccountsPage(parts, times),
                new TokensPage(parts, times),
                new AuditPage(parts, times),
                new AdminPage(parts, times),
                new ServersPage(parts, times),
                new PlaybooksPage(parts, rows),
                new PlaybookPage(parts, rows),
                new InventoryPage(parts, times),
                new EstatePage(kit),
                new ClusterPage(kit),
                new NodePage(kit),
                new GuestPage(kit),
                new GraphPage(kit),
                new PatchesPage(parts, times),
                new LedgerPage(parts, times),
                new AlertsPage(parts, times),
                new RollsPage(parts, times),
                new ApprovalsPage(parts, times),
                new PowerPage(power),
                new UpsPage(parts, power),
                new GuidesPage(),
                new ReferencePage());
    }
}
