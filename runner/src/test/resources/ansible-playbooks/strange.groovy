// Converted from strange.yml. 14 places are marked: NOT CONVERTED.
// Commands are killed here after 60 s unless their task says otherwise; those of Ansible had no limit, so each says 'timeout 1.hours' now.
// Read from the inventory alone, since nothing here gives them a value: names, x. One that you give by -e goes into vars; a condition takes one that is missing for nothing, where Ansible fails; true and false stand in a text as they are here, and as True and False there.
playbook('Strange') {

    play('Strange things') {
        hosts 'all'
        // NOT CONVERTED, strange.yml:3: who logs in stands in the inventory: ansible_user
        //   remote_user: deploy

        tasks {
            // NOT CONVERTED, strange.yml:5: the role 'common' is not in 'roles' beside the playbook, nor where roles_path of ansible.cfg says; put it there ('ansible-galaxy role install -p roles …'), and convert again
            //   - common
            // NOT CONVERTED, strange.yml:7: the module 'community.docker.docker_container' has no counterpart here; write dockerCompose
            //   - name: A container
            //     community.docker.docker_container:
            //       name: web
            //       image: nginx
            //     register: container
            // NOT CONVERTED, strange.yml:13: it asks for the result 'container' of a task that is not converted
            //   - name: Its id
            //     debug: {msg: "{{ container.container.Id }}"}
            // NOT CONVERTED, strange.yml:15: the template 'app.conf.j2' cannot be written out: the filter 'map' has no counterpart here; write it anew as templates/app.conf.tpl ('steward check' tells how), and here: template src: 'app.conf.tpl', dest: …, vars: [name: value, …]
            //   - name: With Jinja in its template
            //     template: {src: app.conf.j2, dest: /etc/app.conf}
            // NOT CONVERTED, strange.yml:17: lookups have no counterpart here; a secret is written secret('name'), a file of its own is read by a task
            //   - name: Looks something up
            //     set_fact: {key: "{{ lookup('file', '/etc/key') }}"}
            // NOT CONVERTED, strange.yml:19: the filter 'map' has no counterpart here
            //   - name: Filters
            //     debug: {msg: "{{ names | map('upper') | list }}"}
            task('Fine') {
                command 'true'
                timeout 1.hours
            }
            // NOT CONVERTED, strange.yml:23: a task that nobody waits for ('poll: 0') has no counterpart here
            //   - name: Not waited for
            //     command: sleep 100
            //     async: 100
            //     poll: 0
            // NOT CONVERTED, strange.yml:27: 'deb' of the module 'apt' has no counterpart here
            //   - name: Wrong parameter
            //     apt: {name: x, deb: /tmp/x.deb}
            // NOT CONVERTED, strange.yml:29: 'hostvars' has no counterpart here
            //   - name: Other hosts
            //     debug: {msg: "{{ hostvars['a'].x }}"}
            // NOT CONVERTED, strange.yml:31: no handler of this play is named 'nobody'; add handlers { handler('nobody') { … } } to the play
            //   - name: Notifies nobody
            //     command: "true"
            //     notify: nobody
            // NOT CONVERTED, strange.yml:34: it asks for the result 'container' of a task that is not converted
            //   - name: Uses what is not there
            //     command: "true"
            //     when: container is changed
            // NOT CONVERTED, strange.yml:37: the test 'is version' has no counterpart here
            //   - name: Block
            //     block:
            //       - get_url: {url: http://x, dest: /tmp/x}
            //     when: x is version('1.0', '>')
        }
    }

    // NOT CONVERTED, strange.yml:41: 'batch' is not known before the run; give it a value in vars
    //   - name: How many at once
    //     hosts: all
    //     serial: "{{ batch }}"
    //     tasks:
    //       - ping:
}
