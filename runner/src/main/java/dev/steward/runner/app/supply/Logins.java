package dev.steward.runner.app.supply;

/**
 * Steward's own logins at the configured UPSes, as a secondary: their primaries wait for it (up to HOSTSYNC) before they have a UPS cut
 * the power. Nothing of it throws.
 */
public interface Logins {

    /** None. */
    Logins NONE = new Logins() {

        @Override
        public void logOut() {
            // nobody is logged in
        }

        @Override
        public void logIn() {
            // nobody may log in
        }
    };

    /** The last host is down: the primaries need not wait any longer. */
    void logOut();

    /** They wait again; where it was not logged out this does nothing. */
    void logIn();
}
