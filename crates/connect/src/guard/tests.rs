use super::*;

const NONE: &[&str] = &[];

#[test]
fn an_address_inside_is_refused_however_it_is_spelt() {
    let spellings = [
        "https://127.0.0.1/",
        "https://127.0.0.1./",
        "https://127.1/",
        "https://127.0.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.0.0.1/",
        "https://0X7F.1/",
        "https://017700000001/",
        "https://0177.0.0.1/",
        "https://0177.0.0.01/",
        "https://%31%32%37.0.0.1/",
        "https://①②⑦.⓪.⓪.①/",
        "https://127。0。0。1/",
        "https://127.0.0.1:8080/",
        "https:\\\\127.0.0.1/",
        "https:127.0.0.1",
        "https:///127.0.0.1/",
        "\thttps://127.0.0.1/",
        "ht\ntps://127.0.0.1/",
        "https://127.0.\t0.1/",
        "https://0/",
        "https://0.0.0.0/",
        "https://10.0.0.1/",
        "https://100.64.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://2852039166/",
        "https://0xa9fea9fe/",
        "https://172.16.0.1/",
        "https://172.31.255.255/",
        "https://192.168.0.1/",
        "https://192.0.0.8/",
        "https://198.18.0.1/",
        "https://224.0.0.1/",
        "https://240.0.0.1/",
        "https://255.255.255.255/",
        "https://[::]/",
        "https://[::1]/",
        "https://[0:0:0:0:0:0:0:1]/",
        "https://[0000:0000:0000:0000:0000:0000:0000:0001]/",
        "https://[::127.0.0.1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:7f00:1]/",
        "https://[0:0:0:0:0:ffff:7f00:0001]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[::ffff:169.254.169.254]/",
        "https://[::ffff:0:127.0.0.1]/",
        "https://[64:ff9b::127.0.0.1]/",
        "https://[64:ff9b::a9fe:a9fe]/",
        "https://[64:ff9b:1::10.0.0.1]/",
        "https://[2002:7f00:1::]/",
        "https://[2002:a00:1::1]/",
        "https://[2002:c0a8:1::1]/",
        "https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
        "https://[2001:db8::1]/",
        "https://[3fff::1]/",
        "https://[fc00::1]/",
        "https://[fd00:ec2::254]/",
        "https://[fe80::1]/",
        "https://[fec0::1]/",
        "https://[ff02::1]/",
        "https://[5f00::1]/",
        "https://[100::1]/",
    ];
    assert!(spellings.len() >= 60);
    for spelling in spellings {
        assert_eq!(Guard::new(NONE).check(spelling).unwrap_err(), Refused::Private, "{spelling}");
    }
}

#[test]
fn public_addresses_and_names_are_fine_with_https_on_the_usual_ports() {
    for address in [
        "https://example.com/hook?x=1",
        "https://example.com:443/",
        "https://example.com:8443/",
        "https://bücher.example/",
        "https://example.com./",
        "https://8.8.8.8/",
        "https://100.63.255.255/",
        "https://172.32.0.1/",
        "https://[2606:4700::1111]/",
        "https://[::ffff:8.8.8.8]/",
        "https://[64:ff9b::8.8.8.8]/",
        "https://[2002:808:808::1]/",
    ] {
        assert!(Guard::new(NONE).check(address).is_ok(), "{address}");
    }
}

#[test]
fn other_schemes_ports_and_credentials_are_refused_with_what_to_do() {
    for (address, reason) in [
        ("http://example.com/", Refused::NotEncrypted),
        ("file:///etc/passwd", Refused::NotEncrypted),
        ("gopher://example.com/", Refused::NotEncrypted),
        ("ftp://example.com/", Refused::NotEncrypted),
        ("javascript:alert(1)", Refused::NotEncrypted),
        ("https://example.com:22/", Refused::Port),
        ("https://example.com:80/", Refused::Port),
        ("https://example.com:25/", Refused::Port),
        ("https://user@example.com/", Refused::Credentials),
        ("https://user:secret@example.com/", Refused::Credentials),
        ("https://example.com@127.0.0.1/", Refused::Credentials),
        ("https://:secret@127.0.0.1/", Refused::Credentials),
        ("example.com", Refused::NoAddress),
        ("//example.com/", Refused::NoAddress),
        ("https://", Refused::NoAddress),
        ("https://exa mple.com/", Refused::NoAddress),
        ("https://[::1", Refused::NoAddress),
        ("https://256.256.256.256/", Refused::NoAddress),
        ("https://xn--/", Refused::NoAddress),
        ("", Refused::NoAddress),
    ] {
        assert_eq!(Guard::new(NONE).check(address).unwrap_err(), reason, "{address}");
    }
}

#[test]
fn what_the_operator_allowed_is_fine_and_its_neighbours_are_not() {
    let guard = Guard::new(&["10.1.0.0/16", "127.0.0.1", "[fd00::1]", "Hooks.Internal", " "]);
    for allowed in [
        "http://10.1.2.3:1234/",
        "http://127.0.0.1:5000/",
        "http://0x7f.1:5000/",
        "http://[::ffff:127.0.0.1]:5000/",
        "http://[fd00::1]/",
        "http://hooks.internal:99/",
        "http://HOOKS.internal./",
    ] {
        assert!(guard.check(allowed).is_ok(), "{allowed}");
    }
    for refused in [
        "https://10.2.0.1/",
        "https://127.0.0.2/",
        "https://[fd00::2]/",
        "http://other.internal/",
        "http://hooks.internal.example.com/",
        "https://user@hooks.internal/",
        "ftp://hooks.internal/",
    ] {
        assert!(guard.check(refused).is_err(), "{refused}");
    }
    assert!(guard.is_named("hooks.internal.") && !guard.is_named("xhooks.internal"));
    assert!(guard.permits("10.1.0.9".parse().unwrap()) && !guard.permits("10.2.0.9".parse().unwrap()));
}
