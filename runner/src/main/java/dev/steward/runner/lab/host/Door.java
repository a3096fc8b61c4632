package dev.steward.runner.lab.host;

/** What lets people in; told when a host goes down and comes back. */
interface Door {

    /** No way in. */
    Door NONE = new Door() {
        @Override
        public void shut(DemoHost host) {
            host.spec();
        }

        @Override
        public void open(DemoHost host) {
            host.spec();
        }
    };

    void shut(DemoHost host);

    void open(DemoHost host);
}
