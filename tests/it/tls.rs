//! Connections are secure, or there is none.

use crate::common::scripted_server::{ScriptedServer, response};
use crate::common::{assert_error, assert_success, cdr_with_url};
use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{Read, Write};
use std::sync::Arc;

/// A server on loopback with a certificate of its own, and that certificate in PEM form.
fn secure() -> (ScriptedServer, String) {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let config = Arc::new(config(&cert, &signing_key));
    let server = ScriptedServer::new(vec![Box::new(move |stream| {
        let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
        let mut stream = StreamOwned::new(connection, stream);
        let mut request = [0; 4096];
        // A client that does not trust the certificate goes away.
        if stream.read(&mut request).is_ok_and(|length| length > 0) {
            let body = r#"{"result":"0","cdr":[]}"#;
            stream
                .write_all(response("200 OK", "", body).as_bytes())
                .unwrap();
            stream.conn.send_close_notify();
            stream.flush().unwrap();
        }
    })]);
    (server, cert.pem())
}

fn config(certificate: &rcgen::Certificate, key: &KeyPair) -> ServerConfig {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap()
}

fn url(server: &ScriptedServer) -> String {
    server
        .url()
        .replace("http://127.0.0.1", "https://localhost")
}

#[test]
fn an_untrusted_certificate_exits_with_5_at_once() {
    let (server, _) = secure();
    let run = &mut cdr_with_url(&url(&server));
    assert_error(
        run.args(["conf", "1"]),
        5,
        &["TLS connection failed", "; use --ca-cert to add"],
    );
    assert_eq!(server.requests(), 1);
}

#[test]
fn an_additional_root_certificate_is_trusted() {
    let (server, certificate) = secure();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(&file, certificate).unwrap();
    let run = &mut cdr_with_url(&url(&server));
    let text = assert_success(
        run.args(["conf", "1", "-f", "json", "--ca-cert"])
            .arg(file.path()),
    );
    assert_eq!(text, "{\"result\":\"0\",\"cdr\":[]}\n");
}

#[test]
fn a_server_without_tls_exits_with_5_at_once() {
    let server = ScriptedServer::new(vec![Box::new(|stream| {
        let refusal = response("400 Bad Request", "", "This is plain HTTP");
        stream.write_all(refusal.as_bytes()).unwrap();
        // Waits until the client has had enough.
        drop(stream.read(&mut [0; 4096]));
    })]);
    let run = &mut cdr_with_url(&url(&server));
    assert_error(
        run.args(["conf", "1"]),
        5,
        &["TLS connection failed", "; check the base URL\n"],
    );
    assert_eq!(server.requests(), 1);
}

#[test]
fn an_unusable_root_certificate_is_named() {
    let file = tempfile::NamedTempFile::new().unwrap();
    for (path, content) in [(file.path(), "no PEM"), ("no/such.pem".as_ref(), "")] {
        std::fs::write(&file, content).unwrap();
        let run = &mut cdr_with_url("https://localhost:1/v2");
        let name = path.to_str().unwrap();
        assert_error(
            run.args(["conf", "1", "--ca-cert"]).arg(path),
            1,
            &[name, "PEM"],
        );
    }
}
