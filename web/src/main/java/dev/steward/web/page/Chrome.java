package dev.steward.web.page;

import dev.steward.runner.account.Role;
import dev.steward.web.http.Caller;
import dev.steward.web.power.Banner;
import java.util.List;
import java.util.Optional;

/**
 * What stands around a page.
 *
 * @param title of the page
 * @param menu the finished pages
 * @param path of this page
 * @param who is signed in
 * @param assets the folder of stylesheet and scripts
 * @param version in the foot
 * @param banner what every page says of power; empty: no UPS is configured
 * @param trouble what is wrong with this server; empty: nothing, or it is not for who looks
 */
public record Chrome(
        String title,
        List<Item> menu,
        String path,
        Who who,
        String assets,
        String version,
        Optional<Banner> banner,
        Optional<String> trouble) {

    /**
     * An entry of the menu.
     *
     * @param path of its page
     * @param title in the menu
     * @param key that leads there after {@code g}
     */
    public record Item(String path, String title, String key) {

        /** Whether a page belongs to this entry. */
        public boolean holds(String page) {
            return path.equals("/") ? page.equals("/") : page.equals(path) || page.startsWith(path + "/");
        }
    }

    /**
     * Who is signed in.
     *
     * @param signedIn whether somebody is
     * @param known whether it may change something: a viewer is shown what everyone is
     * @param admin whether it may keep accounts
     * @param name of the account or token
     * @param role as a word
     * @param csrf what forms must carry
     */
    public record Who(boolean signedIn, boolean known, boolean admin, String name, String role, String csrf) {

        /** As a page shows it. */
        public static Who of(Caller caller) {
            return new Who(
                    caller.known(),
                    caller.may(Role.OPERATOR),
                    caller.may(Role.ADMIN),
                    caller.name(),
                    caller.role().word(),
                    caller.csrf());
        }
    }
}
