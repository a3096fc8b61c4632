# Made by Steward's playbook provision-prometheus-lxc.groovy; what is changed here by hand is changed back by its next run.
global:
  scrape_interval: ${interval}s
  scrape_timeout: ${interval}s
  evaluation_interval: ${interval}s

rule_files:
  - /etc/prometheus/rules/steward.yml

scrape_configs:
  - job_name: prometheus
    static_configs:
      - targets: ['${listen}']

  # Steward itself, and the UPSes it watches
  - job_name: steward
    scheme: ${scheme}
    authorization:
      credentials_file: /etc/prometheus/steward.token
    static_configs:
      - targets: ['${steward}']

  # Proxmox VE by way of Steward, as by prometheus-pve-exporter: what a cluster knows, and what only each node knows of itself
<% for (job in jobs) { %>
  - job_name: ${job.name}
    scheme: ${scheme}
    metrics_path: /pve
    params:
      cluster: ['${job.cluster}']
      node: ['${job.node}']
    authorization:
      credentials_file: /etc/prometheus/steward.token
    static_configs:
      - targets:
<% for (target in job.targets) { %>
          - '${target}'
<% } %>
    relabel_configs:
      - source_labels: [__address__]
        target_label: __param_target
      - source_labels: [__param_target]
        target_label: instance
      - target_label: __address__
        replacement: '${steward}'
<% } %>
