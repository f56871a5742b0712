_cdr() {
    local i cur prev opts cmd
    COMPREPLY=()
    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
        cur="$2"
    else
        cur="${COMP_WORDS[COMP_CWORD]}"
    fi
    prev="$3"
    cmd=""
    opts=""

    for i in "${COMP_WORDS[@]:0:COMP_CWORD}"
    do
        case "${cmd},${i}" in
            ",$1")
                cmd="cdr"
                ;;
            cdr,completions)
                cmd="cdr__subcmd__completions"
                ;;
            cdr,conf)
                cmd="cdr__subcmd__conf"
                ;;
            cdr,diff)
                cmd="cdr__subcmd__diff"
                ;;
            cdr,doctor)
                cmd="cdr__subcmd__doctor"
                ;;
            cdr,fields)
                cmd="cdr__subcmd__fields"
                ;;
            cdr,help)
                cmd="cdr__subcmd__help"
                ;;
            cdr,man)
                cmd="cdr__subcmd__man"
                ;;
            cdr,period)
                cmd="cdr__subcmd__period"
                ;;
            cdr,read)
                cmd="cdr__subcmd__read"
                ;;
            cdr,room)
                cmd="cdr__subcmd__room"
                ;;
            cdr,room-period)
                cmd="cdr__subcmd__room__subcmd__period"
                ;;
            cdr,sync)
                cmd="cdr__subcmd__sync"
                ;;
            cdr__subcmd__help,completions)
                cmd="cdr__subcmd__help__subcmd__completions"
                ;;
            cdr__subcmd__help,conf)
                cmd="cdr__subcmd__help__subcmd__conf"
                ;;
            cdr__subcmd__help,diff)
                cmd="cdr__subcmd__help__subcmd__diff"
                ;;
            cdr__subcmd__help,doctor)
                cmd="cdr__subcmd__help__subcmd__doctor"
                ;;
            cdr__subcmd__help,fields)
                cmd="cdr__subcmd__help__subcmd__fields"
                ;;
            cdr__subcmd__help,help)
                cmd="cdr__subcmd__help__subcmd__help"
                ;;
            cdr__subcmd__help,man)
                cmd="cdr__subcmd__help__subcmd__man"
                ;;
            cdr__subcmd__help,period)
                cmd="cdr__subcmd__help__subcmd__period"
                ;;
            cdr__subcmd__help,read)
                cmd="cdr__subcmd__help__subcmd__read"
                ;;
            cdr__subcmd__help,room)
                cmd="cdr__subcmd__help__subcmd__room"
                ;;
            cdr__subcmd__help,room-period)
                cmd="cdr__subcmd__help__subcmd__room__subcmd__period"
                ;;
            cdr__subcmd__help,sync)
                cmd="cdr__subcmd__help__subcmd__sync"
                ;;
            *)
                ;;
        esac
    done

    case "${cmd}" in
        cdr)
            opts="-v -q -h -V --sandbox --profile --verbose --quiet --color --help --version period room room-period conf read sync diff doctor fields completions man help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 1 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        cdr__subcmd__completions)
            opts="-o -v -q -h --output --verbose --quiet --color --help bash elvish fish powershell zsh"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --output)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                -o)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        cdr__subcmd__conf)
            opts="-w -g -f -c -o -n -v -q -h --wait --tz --where --group-by --sort --limit --format --columns --output --no-header --view --excel --sandbox --profile --app-id --app-key --app-key-file --service --base-url --allow-http --retries --retry-delay --connect-timeout --timeout --ca-cert --dry-run --verbose --quiet --color --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --wait)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --tz)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --where)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -w)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --group-by)
                    COMPREPLY=($(compgen -W "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record" -- "${cur}"))
                    return 0
                    ;;
                -g)
                    COMPREPLY=($(compgen -W "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record" -- "${cur}"))
                    return 0
                    ;;
                --sort)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --limit)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "table csv json jsonl xlsx parquet html" -- "${cur}"))
                    return 0
                    ;;
                -f)
                    COMPREPLY=($(compgen -W "table csv json jsonl xlsx parquet html" -- "${cur}"))
                    return 0
                    ;;
                --columns)
                    COMPREPLY=($(compgen -W "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record" -- "${cur}"))
                    return 0
                    ;;
                -c)
                    COMPREPLY=($(compgen -W "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                -o)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --view)
                    COMPREPLY=($(compgen -W "auto table record" -- "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --app-id)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --app-key)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --app-key-file)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --service)
                    COMPREPLY=($(compgen -W "enablex smartflomeet" -- "${cur}"))
                    return 0
                    ;;
                --base-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --retries)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --retry-delay)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --connect-timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        cdr__subcmd__diff)
            opts="-w -g -f -c -o -v -q -h --tz --where --group-by --sort --limit --format --columns --output --no-header --view --excel --verbose --quiet --color --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --tz)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --where)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -w)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --group-by)
                    COMPREPLY=($(compgen -W "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record" -- "${cur}"))
                    return 0
                    ;;
                -g)
                    COMPREPLY=($(compgen -W "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record" -- "${cur}"))
                    return 0
                    ;;
                --sort)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --limit)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "table csv json jsonl xlsx parquet html" -- "${cur}"))
                    return 0
                    ;;
                -f)
                    COMPREPLY=($(compgen -W "table csv json jsonl xlsx parquet html" -- "${cur}"))
                    return 0
                    ;;
                --columns)
                    COMPREPLY=($(compgen -W "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record" -- "${cur}"))
                    return 0
                    ;;
                -c)
                    COMPREPLY=($(compgen -W "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                -o)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --view)
                    COMPREPLY=($(compgen -W "auto table record" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        cdr__subcmd__doctor)
            opts="-f -c -o -v -q -h --format --columns --output --no-header --view --excel --sandbox --profile --app-id --app-key --app-key-file --service --base-url --allow-http --retries --retry-delay --connect-timeout --timeout --ca-cert --verbose --quiet --color --help today yesterday this-week last-week this-month last-month this-quarter last-quarter this-year last-year today yesterday this-week last-week this-month last-month this-quarter last-quarter this-year last-year"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "table csv json jsonl xlsx parquet html" -- "${cur}"))
                    return 0
                    ;;
                -f)
                    COMPREPLY=($(compgen -W "table csv json jsonl xlsx parquet html" -- "${cur}"))
                    return 0
                    ;;
                --columns)
                    COMPREPLY=($(compgen -W "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record" -- "${cur}"))
                    return 0
                    ;;
                -c)
                    COMPREPLY=($(compgen -W "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                -o)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --view)
                    COMPREPLY=($(compgen -W "auto table record" -- "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --app-id)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --app-key)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --app-key-file)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --service)
                    COMPREPLY=($(compgen -W "enablex smartflomeet" -- "${cur}"))
                    return 0
                    ;;
                --base-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --retries)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --retry-delay)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --connect-timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        cdr__subcmd__fields)
            opts="-f -c -o -v -q -h --format --columns --output --no-header --view --excel --verbose --quiet --color --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "table csv json jsonl xlsx parquet html" -- "${cur}"))
                    return 0
                    ;;
                -f)
                    COMPREPLY=($(compgen -W "table csv json jsonl xlsx parquet html" -- "${cur}"))
                    return 0
                    ;;
                --columns)
                    COMPREPLY=($(compgen -W "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record" -- "${cur}"))
                    return 0
                    ;;
                -c)
                    COMPREPLY=($(compgen -W "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                -o)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --view)
                    COMPREPLY=($(compgen -W "auto table record" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        cdr__subcmd__help)
            opts="period room room-period conf read sync diff doctor fields completions man help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        cdr__subcmd__help__subcmd__completions)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        cdr__subcmd__help__subcmd__conf)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        cdr__subcmd__help__subcmd__diff)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        cdr__subcmd__help__subcmd__doctor)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        cdr__subcmd__help__subcmd__fields)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        cdr__subcmd__help__subcmd__help)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        cdr__subcmd__help__subcmd__man)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        cdr__subcmd__help__subcmd__period)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        cdr__subcmd__help__subcmd__read)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        cdr__subcmd__help__subcmd__room)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        cdr__subcmd__help__subcmd__room__subcmd__period)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        cdr__subcmd__help__subcmd__sync)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        cdr__subcmd__man)
            opts="-o -v -q -h --output --verbose --quiet --color --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --output)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                -o)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        cdr__subcmd__period)
            opts="-w -g -f -c -o -n -v -q -h --tz --where --group-by --sort --limit --format --columns --output --no-header --view --excel --sandbox --profile --app-id --app-key --app-key-file --service --base-url --allow-http --retries --retry-delay --connect-timeout --timeout --ca-cert --dry-run --slack --split --jobs --verbose --quiet --color --help today yesterday this-week last-week this-month last-month this-quarter last-quarter this-year last-year today yesterday this-week last-week this-month last-month this-quarter last-quarter this-year last-year"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --tz)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --where)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -w)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --group-by)
                    COMPREPLY=($(compgen -W "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record" -- "${cur}"))
                    return 0
                    ;;
                -g)
                    COMPREPLY=($(compgen -W "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record" -- "${cur}"))
                    return 0
                    ;;
                --sort)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --limit)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "table csv json jsonl xlsx parquet html" -- "${cur}"))
                    return 0
                    ;;
                -f)
                    COMPREPLY=($(compgen -W "table csv json jsonl xlsx parquet html" -- "${cur}"))
                    return 0
                    ;;
                --columns)
                    COMPREPLY=($(compgen -W "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record" -- "${cur}"))
                    return 0
                    ;;
                -c)
                    COMPREPLY=($(compgen -W "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                -o)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --view)
                    COMPREPLY=($(compgen -W "auto table record" -- "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --app-id)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --app-key)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --app-key-file)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --service)
                    COMPREPLY=($(compgen -W "enablex smartflomeet" -- "${cur}"))
                    return 0
                    ;;
                --base-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --retries)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --retry-delay)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --connect-timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --slack)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --split)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --jobs)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        cdr__subcmd__read)
            opts="-w -g -f -c -o -v -q -h --tz --where --group-by --sort --limit --format --columns --output --no-header --view --excel --verbose --quiet --color --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --tz)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --where)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -w)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --group-by)
                    COMPREPLY=($(compgen -W "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record" -- "${cur}"))
                    return 0
                    ;;
                -g)
                    COMPREPLY=($(compgen -W "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record" -- "${cur}"))
                    return 0
                    ;;
                --sort)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --limit)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "table csv json jsonl xlsx parquet html" -- "${cur}"))
                    return 0
                    ;;
                -f)
                    COMPREPLY=($(compgen -W "table csv json jsonl xlsx parquet html" -- "${cur}"))
                    return 0
                    ;;
                --columns)
                    COMPREPLY=($(compgen -W "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record" -- "${cur}"))
                    return 0
                    ;;
                -c)
                    COMPREPLY=($(compgen -W "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                -o)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --view)
                    COMPREPLY=($(compgen -W "auto table record" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        cdr__subcmd__room)
            opts="-w -g -f -c -o -n -v -q -h --tz --where --group-by --sort --limit --format --columns --output --no-header --view --excel --sandbox --profile --app-id --app-key --app-key-file --service --base-url --allow-http --retries --retry-delay --connect-timeout --timeout --ca-cert --dry-run --verbose --quiet --color --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --tz)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --where)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -w)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --group-by)
                    COMPREPLY=($(compgen -W "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record" -- "${cur}"))
                    return 0
                    ;;
                -g)
                    COMPREPLY=($(compgen -W "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record" -- "${cur}"))
                    return 0
                    ;;
                --sort)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --limit)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "table csv json jsonl xlsx parquet html" -- "${cur}"))
                    return 0
                    ;;
                -f)
                    COMPREPLY=($(compgen -W "table csv json jsonl xlsx parquet html" -- "${cur}"))
                    return 0
                    ;;
                --columns)
                    COMPREPLY=($(compgen -W "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record" -- "${cur}"))
                    return 0
                    ;;
                -c)
                    COMPREPLY=($(compgen -W "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                -o)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --view)
                    COMPREPLY=($(compgen -W "auto table record" -- "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --app-id)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --app-key)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --app-key-file)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --service)
                    COMPREPLY=($(compgen -W "enablex smartflomeet" -- "${cur}"))
                    return 0
                    ;;
                --base-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --retries)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --retry-delay)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --connect-timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        cdr__subcmd__room__subcmd__period)
            opts="-w -g -f -c -o -n -v -q -h --tz --where --group-by --sort --limit --format --columns --output --no-header --view --excel --sandbox --profile --app-id --app-key --app-key-file --service --base-url --allow-http --retries --retry-delay --connect-timeout --timeout --ca-cert --dry-run --slack --split --jobs --verbose --quiet --color --help today yesterday this-week last-week this-month last-month this-quarter last-quarter this-year last-year today yesterday this-week last-week this-month last-month this-quarter last-quarter this-year last-year"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --tz)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --where)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -w)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --group-by)
                    COMPREPLY=($(compgen -W "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record" -- "${cur}"))
                    return 0
                    ;;
                -g)
                    COMPREPLY=($(compgen -W "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record" -- "${cur}"))
                    return 0
                    ;;
                --sort)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --limit)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "table csv json jsonl xlsx parquet html" -- "${cur}"))
                    return 0
                    ;;
                -f)
                    COMPREPLY=($(compgen -W "table csv json jsonl xlsx parquet html" -- "${cur}"))
                    return 0
                    ;;
                --columns)
                    COMPREPLY=($(compgen -W "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record" -- "${cur}"))
                    return 0
                    ;;
                -c)
                    COMPREPLY=($(compgen -W "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                -o)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --view)
                    COMPREPLY=($(compgen -W "auto table record" -- "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --app-id)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --app-key)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --app-key-file)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --service)
                    COMPREPLY=($(compgen -W "enablex smartflomeet" -- "${cur}"))
                    return 0
                    ;;
                --base-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --retries)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --retry-delay)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --connect-timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --slack)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --split)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --jobs)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        cdr__subcmd__sync)
            opts="-n -f -c -o -v -q -h --lookback --prune --slack --split --jobs --dry-run --format --columns --output --no-header --view --excel --sandbox --profile --app-id --app-key --app-key-file --service --base-url --allow-http --retries --retry-delay --connect-timeout --timeout --ca-cert --verbose --quiet --color --help today yesterday this-week last-week this-month last-month this-quarter last-quarter this-year last-year today yesterday this-week last-week this-month last-month this-quarter last-quarter this-year last-year"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --lookback)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --slack)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --split)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --jobs)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "table csv json jsonl xlsx parquet html" -- "${cur}"))
                    return 0
                    ;;
                -f)
                    COMPREPLY=($(compgen -W "table csv json jsonl xlsx parquet html" -- "${cur}"))
                    return 0
                    ;;
                --columns)
                    COMPREPLY=($(compgen -W "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record" -- "${cur}"))
                    return 0
                    ;;
                -c)
                    COMPREPLY=($(compgen -W "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                -o)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --view)
                    COMPREPLY=($(compgen -W "auto table record" -- "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --app-id)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --app-key)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --app-key-file)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --service)
                    COMPREPLY=($(compgen -W "enablex smartflomeet" -- "${cur}"))
                    return 0
                    ;;
                --base-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --retries)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --retry-delay)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --connect-timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
    esac
}

if [[ "${BASH_VERSINFO[0]}" -eq 4 && "${BASH_VERSINFO[1]}" -ge 4 || "${BASH_VERSINFO[0]}" -gt 4 ]]; then
    complete -F _cdr -o nosort -o bashdefault -o default cdr
else
    complete -F _cdr -o bashdefault -o default cdr
fi
