# What `run` asks for: writes the same names for every server into the folder `dir`, and the questions.
#
# mix=set       a headless service with three named endpoints, as a StatefulSet has it
# mix=services  `count` services with an address and a named port each, in a hundred namespaces
#
# One question in seven is for a name that is not there.
BEGIN {
  zone = "cluster.local"
  kubia = dir "/services.yaml"
  master = dir "/zone"
  dnsmasq = dir "/dnsmasq.names"
  questions = dir "/questions"

  print "$ORIGIN " zone ".\n$TTL 5" >master
  # A name server elsewhere: NSD, which tells it in every answer, would tell its address, too.
  print "@ SOA ns.invalid. hostmaster 1 7200 1800 86400 0\n@ NS ns.invalid." >master
  srand(1)
  if (mix == "set") set(); else services()
}

function set(  i, name) {
  name = "kubia.default.svc." zone
  print "apiVersion: v1\nkind: Service\nmetadata: {name: kubia}\nspec: {clusterIP: None}\n---" >kubia
  print "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata:\n  name: kubia-1" >kubia
  print "  labels: {kubernetes.io/service-name: kubia}\naddressType: IPv4" >kubia
  print "ports:\n- {name: http, port: 8080}\nendpoints:" >kubia
  for (i = 0; i < 3; i++) {
    print "- {addresses: [127.244.0." i + 2 "], hostname: kubia-" i "}" >kubia
    address_of("kubia-" i "." name, "127.244.0." i + 2)
    address_of(name, "127.244.0." i + 2)
    port_of(name, 33, 8080, "kubia-" i "." name)
    port_of("_http._tcp." name, 33, 8080, "kubia-" i "." name)
    ask("kubia-" i "." name, "A")
  }
  ask(name, "SRV")
  ask("_http._tcp." name, "SRV")
  ask(name, "A")
  ask("kubia-3." name, "A")
}

function services(  i, namespace, name, ip) {
  for (i = 0; i < count; i++) {
    namespace = "team-" i % 100
    name = "service-" i "." namespace ".svc." zone
    ip = "10.96." int(i / 250) "." i % 250 + 1
    print "apiVersion: v1\nkind: Service\nmetadata: {name: service-" i ", namespace: " namespace "}" >kubia
    print "spec: {clusterIP: " ip ", ports: [{name: http, port: 80}]}\n---" >kubia
    address_of(name, ip)
    port_of("_http._tcp." name, 100, 80, name)
  }
  for (i = 0; i < 70000; i++) {
    name = int(rand() * count)
    name = (i % 7 == 6 ? "absent-" : "service-") name ".team-" name % 100 ".svc." zone
    ask(i % 7 == 1 || i % 7 == 4 ? "_http._tcp." name : name, i % 7 == 1 || i % 7 == 4 ? "SRV" : "A")
  }
}

function address_of(name, ip) {
  print name ". A " ip >master
  print "host-record=" name "," ip >dnsmasq
}

function port_of(name, weight, port, target) {
  print name ". SRV 0 " weight " " port " " target "." >master
  print "srv-host=" name "," target "," port ",0," weight >dnsmasq
}

function ask(name, type) { print name, type >questions }
