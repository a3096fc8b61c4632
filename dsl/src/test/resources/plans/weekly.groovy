playbook('Weekly') {
    vars cacheFor: 1.hours
    importPlaybook 'everything.groovy'
    play('Last') {
        hosts 'all'
        tasks { task('Update') { apt updateCache: true, cacheValidTime: cacheFor } }
    }
}
